import { Box } from "@mui/material";
import { useFormats } from "../../i18n/useFormats.ts";
import { solid } from "../../theme/tones.ts";
import type { Tone } from "../../theme/tones.ts";

interface Part {
  key: string;
  name: string;
  count: number;
  tone: Tone;
}

/** Parts of a whole as one bar, each named with its figure below: colour alone tells some people nothing. */
export function ShareBar({ label, parts }: { label: string; parts: readonly Part[] }) {
  const formats = useFormats();
  return (
    <Box>
      <Box
        aria-hidden="true"
        sx={{ display: "flex", height: 14, borderRadius: 1, overflow: "hidden", gap: "2px" }}
      >
        {parts.map(({ key, count, tone }) => (
          <Box key={key} sx={{ flex: `${count} 1 0`, minWidth: 4, bgcolor: solid(tone) }} />
        ))}
      </Box>
      <Box
        component="ul"
        aria-label={label}
        sx={{
          m: 0,
          mt: 1.25,
          p: 0,
          listStyle: "none",
          display: "flex",
          flexWrap: "wrap",
          columnGap: 2.5,
          rowGap: 0.5,
        }}
      >
        {parts.map(({ key, name, count, tone }) => (
          <Box component="li" key={key} sx={{ display: "flex", gap: 0.75, alignItems: "center" }}>
            <Box
              aria-hidden="true"
              sx={{ width: 10, height: 10, borderRadius: "3px", bgcolor: solid(tone) }}
            />
            {name}
            <Box component="strong" sx={{ fontVariantNumeric: "tabular-nums" }}>
              {formats.number(count)}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}
