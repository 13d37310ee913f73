import { Typography } from "@mui/material";
import type { ReactNode } from "react";

export function PanelText({ children }: { children: ReactNode }) {
  return (
    <Typography variant="body2" color="textSecondary" sx={{ mb: 2, maxWidth: 760 }}>
      {children}
    </Typography>
  );
}
