import { Box } from "@mui/material";
import { type ReactNode, useState } from "react";
import { ink, solid } from "../../theme/tones.ts";

/** A frame that empties as time runs out: seen from the corner of the eye, while both hands hold a phone. */
export function CountdownFrame(props: { expiresAt: string; left: number; children: ReactNode }) {
  const { left, children } = props;
  // The whole is what was left when this code was first seen here.
  const [whole] = useState(() => Math.max(1_000, left));
  const share = Math.min(1, left / whole);
  const size = 232;
  const length = 4 * (size - 6) - 8 * 14 + 2 * Math.PI * 14;
  return (
    <Box sx={{ position: "relative", width: size, height: size, display: "grid", placeItems: "center" }}>
      <Box
        component="svg"
        viewBox={`0 0 ${size} ${size}`}
        aria-hidden="true"
        sx={{ position: "absolute", inset: 0 }}
      >
        <rect
          x="3"
          y="3"
          width={size - 6}
          height={size - 6}
          rx="14"
          fill="none"
          stroke="var(--wg-palette-divider)"
          strokeWidth="3"
        />
        <rect
          x="3"
          y="3"
          width={size - 6}
          height={size - 6}
          rx="14"
          fill="none"
          stroke={left < 15_000 ? solid("attention") : ink("progress")}
          strokeWidth="3"
          strokeDasharray={length}
          strokeDashoffset={length * (1 - share)}
          strokeLinecap="round"
        />
      </Box>
      {children}
    </Box>
  );
}
