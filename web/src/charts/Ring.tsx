import { Box, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { type Part, toArcs } from "./ring.series.ts";

interface RingProps {
  parts: readonly Part[];
  /** Read out in place of the picture. */
  label: string;
  figure: ReactNode;
  caption: ReactNode;
  size?: number;
}

/** Parts of a whole, with the figure that matters in the middle. The legend beside it is the caller's. */
export function Ring({ parts, label, figure, caption, size = 168 }: RingProps) {
  const arcs = toArcs(parts, 80, 15);
  return (
    <Box sx={{ position: "relative", width: size, height: size, flexShrink: 0 }}>
      <svg width={size} height={size} viewBox="-82 -82 164 164" role="img" aria-label={label}>
        {arcs.length === 0 && (
          <circle r="72.500" fill="none" stroke="var(--wg-palette-divider)" strokeWidth="15" />
        )}
        {arcs.map(({ key, path, colour }) => (
          <path key={key} d={path} fill={colour} />
        ))}
      </svg>
      <Box
        sx={{ position: "absolute", inset: 0, display: "grid", placeContent: "center", textAlign: "center" }}
      >
        <Typography component="div" sx={{ fontSize: "1.75rem", fontWeight: 600, lineHeight: 1.15 }}>
          {figure}
        </Typography>
        <Typography variant="caption" color="textSecondary">
          {caption}
        </Typography>
      </Box>
    </Box>
  );
}
