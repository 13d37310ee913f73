import { Box, Paper, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { solid, type Tone } from "../../theme/tones.ts";

interface StatTileProps {
  tone: Tone;
  icon: ReactNode;
  label: string;
  value: ReactNode;
  note?: ReactNode;
  /** Where the figure's accounts are listed. */
  to: string;
}

export function StatTile({ tone, icon, label, value, note, to }: StatTileProps) {
  return (
    <Paper
      component={Link}
      to={to}
      variant="outlined"
      sx={{
        display: "flex",
        gap: 1.5,
        p: 2,
        textDecoration: "none",
        color: "inherit",
        minWidth: 0,
        "&:hover": { borderColor: "var(--field-edge)" },
      }}
    >
      <Box sx={{ color: solid(tone), display: "flex", pt: 0.25, "& svg": { fontSize: 22 } }}>{icon}</Box>
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2" color="textSecondary" noWrap>
          {label}
        </Typography>
        <Typography component="div" sx={{ fontSize: "1.5rem", fontWeight: 600, lineHeight: 1.25 }}>
          {value}
        </Typography>
        <Typography variant="caption" color="textSecondary" component="div" noWrap>
          {note}
        </Typography>
      </Box>
    </Paper>
  );
}
