import { Box, ButtonBase, IconButton, Menu, Tooltip } from "@mui/material";
import { type ReactNode, useId, useState } from "react";

interface MenuButtonProps {
  label: string;
  icon: ReactNode;
  /** Shown beside the icon; without it the button is an icon with a tooltip. */
  text?: ReactNode;
  children: (close: () => void) => ReactNode;
}

/** A button that opens a menu; the menu's content decides when to close it. */
export function MenuButton({ label, icon, text, children }: MenuButtonProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const shared = {
    "aria-label": label,
    "aria-haspopup": "menu" as const,
    "aria-expanded": anchor !== null,
    ...(anchor ? { "aria-controls": id } : {}),
    onClick: (event: { currentTarget: HTMLElement }) => setAnchor(event.currentTarget),
  };
  const close = () => setAnchor(null);
  return (
    <>
      {text === undefined ? (
        <Tooltip title={label}>
          <IconButton {...shared}>{icon}</IconButton>
        </Tooltip>
      ) : (
        <ButtonBase
          {...shared}
          sx={{
            height: 36,
            px: 1,
            gap: 0.75,
            borderRadius: 1,
            minWidth: 0,
            "&:hover": { bgcolor: "action.hover" },
          }}
        >
          {icon}
          <Box
            component="span"
            sx={{ fontWeight: 560, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}
          >
            {text}
          </Box>
        </ButtonBase>
      )}
      <Menu id={id} anchorEl={anchor} open={anchor !== null} onClose={close}>
        {anchor ? children(close) : null}
      </Menu>
    </>
  );
}
