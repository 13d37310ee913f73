import { Box, Typography } from "@mui/material";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** Why there is nothing here, and the one thing to do about it. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <Box
      sx={{
        display: "grid",
        justifyItems: "center",
        gap: 1,
        py: 6,
        px: 2,
        textAlign: "center",
        color: "text.secondary",
      }}
    >
      <Box sx={{ display: "flex", "& svg": { fontSize: 40, opacity: 0.55 } }}>{icon}</Box>
      <Typography variant="h2" component="p" color="textPrimary">
        {title}
      </Typography>
      {children && (
        <Typography variant="body2" sx={{ maxWidth: 420 }}>
          {children}
        </Typography>
      )}
      {action && <Box sx={{ mt: 1 }}>{action}</Box>}
    </Box>
  );
}
