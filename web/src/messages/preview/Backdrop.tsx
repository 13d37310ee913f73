import { Box } from "@mui/material";
import type { ReactNode } from "react";

/** The chat that a message stands in. */
export function Backdrop({ children }: { children: ReactNode }) {
  return (
    <Box
      sx={{
        bgcolor: "background.default",
        border: 1,
        borderColor: "divider",
        borderRadius: 1,
        p: 2,
        minWidth: 0,
      }}
    >
      {children}
    </Box>
  );
}
