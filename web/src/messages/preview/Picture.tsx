import PictureIcon from "@mui/icons-material/ImageOutlined";
import { Box } from "@mui/material";
import type { ReactNode } from "react";
import { useMediaPicture } from "../media.ts";

/** Where a picture will be. */
export function Picture(props: { height: number; width?: number; icon?: ReactNode }) {
  const { height, width, icon = <PictureIcon /> } = props;
  return (
    <Box
      aria-hidden="true"
      sx={{
        height,
        width: width ?? "100%",
        minWidth: 44,
        maxWidth: 320,
        borderRadius: width === undefined ? 0 : 1.5,
        bgcolor: "action.hover",
        color: "text.secondary",
        display: "grid",
        placeContent: "center",
        flexShrink: 0,
      }}
    >
      {icon}
    </Box>
  );
}

/** A picture of ours, as it is. */
export function OwnPicture({ id, height, width }: { id: string; height: number; width?: number }) {
  const address = useMediaPicture(id);
  if (address === null) return <Picture height={height} {...(width === undefined ? {} : { width })} />;
  return (
    <img
      src={address}
      alt=""
      style={{ maxWidth: width ?? 300, maxHeight: height * 1.5, borderRadius: 6, display: "block" }}
    />
  );
}
