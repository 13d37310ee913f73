import { Box } from "@mui/material";
import type { Quota_QuotaFragment, QuotaLevel } from "../../gql/graphql.ts";
import { solid, type Tone } from "../../theme/tones.ts";

export const levelTone: Readonly<Record<QuotaLevel, Tone>> = {
  OK: "positive",
  WARNING: "attention",
  EXHAUSTED: "negative",
};

/** How much is used, with a mark where the tenant is told. */
export function QuotaBar({ quota, label }: { quota: Quota_QuotaFragment; label: string }) {
  const { limit, used, expanded, thresholdPercent, level } = quota;
  if (limit === null || limit === undefined) return null;
  const whole = Math.max(limit + expanded, 1);
  const percent = Math.min(100, (used / whole) * 100);
  const mark = (limit * thresholdPercent) / whole;
  return (
    <Box
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={limit + expanded}
      aria-valuenow={Math.min(used, limit + expanded)}
      sx={{
        position: "relative",
        height: 8,
        borderRadius: 4,
        bgcolor: "action.hover",
        border: 1,
        borderColor: "divider",
      }}
    >
      <Box
        sx={{
          height: "100%",
          width: `${percent}%`,
          minWidth: used > 0 ? 4 : 0,
          borderRadius: 4,
          bgcolor: solid(levelTone[level]),
        }}
      />
      <Box
        sx={{
          position: "absolute",
          top: -4,
          bottom: -4,
          left: `${mark}%`,
          width: "2px",
          bgcolor: "text.secondary",
        }}
      />
    </Box>
  );
}
