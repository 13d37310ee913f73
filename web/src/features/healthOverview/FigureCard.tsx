import { Box, Link as MuiLink, Paper, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { Link } from "react-router";

interface FigureCardProps {
  title: string;
  figure: string;
  note?: ReactNode;
  /** Where there is more of it. */
  to?: string;
}

/** One figure of the first page, and the way to what it counts. */
export function FigureCard({ title, figure, note, to }: FigureCardProps) {
  return (
    <Paper variant="outlined" sx={{ p: 2, minWidth: 0, position: "relative" }}>
      <Typography variant="body2" color="textSecondary">
        {to ? (
          <MuiLink
            component={Link}
            to={to}
            color="inherit"
            underline="hover"
            sx={{ "&::after": { content: '""', position: "absolute", inset: 0 } }}
          >
            {title}
          </MuiLink>
        ) : (
          title
        )}
      </Typography>
      <Box sx={{ fontSize: "1.75rem", fontWeight: 600, lineHeight: 1.3, fontVariantNumeric: "tabular-nums" }}>
        {figure}
      </Box>
      {note && (
        <Typography variant="caption" component="div" color="textSecondary">
          {note}
        </Typography>
      )}
    </Paper>
  );
}
