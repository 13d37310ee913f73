import { Box } from "@mui/material";
import { ColumnsMenu, type ColumnsMenuProps } from "./ColumnsMenu.tsx";
import { DensityMenu } from "./DensityMenu.tsx";

/** How the table looks; a phone shows cards, and needs none of it. */
export function TableTools(props: ColumnsMenuProps) {
  return (
    <Box sx={{ display: { xs: "none", sm: "flex" }, gap: 0.25 }}>
      <DensityMenu />
      <ColumnsMenu {...props} />
    </Box>
  );
}
