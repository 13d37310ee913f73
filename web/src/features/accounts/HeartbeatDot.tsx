import { Box, keyframes } from "@mui/material";
import { solid } from "../../theme/tones.ts";

const beat = keyframes`
  from { box-shadow: 0 0 0 0 color-mix(in srgb, currentColor 55%, transparent); }
  to { box-shadow: 0 0 0 7px transparent; }
`;

/** One beat each time a heartbeat arrives; still when none does. */
export function HeartbeatDot({ at, beating }: { at: string; beating: boolean }) {
  const colour = solid(beating ? "positive" : "neutral");
  return (
    <Box
      key={at}
      component="span"
      aria-hidden="true"
      sx={{
        width: 8,
        height: 8,
        borderRadius: "50%",
        bgcolor: colour,
        color: colour,
        animation: beating ? `${beat} 900ms ease-out 1` : "none",
      }}
    />
  );
}
