import { Box, Tooltip, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { accountStatusColour } from "../../status/accountStatus.ts";
import { mergeSlivers, type Segment } from "./timeline.series.ts";

/** Which state when, as one strip of time. */
export function StateStrip({
  segments,
  range,
}: {
  segments: readonly Segment[];
  range: { from: number; to: number };
}) {
  const { t } = useTranslation(["accounts", "status"]);
  const formats = useFormats();
  const span = range.to - range.from;
  const ticks = Array.from({ length: 5 }, (_, index) => range.from + (span * index) / 4);
  const known = segments.reduce((sum, { share }) => sum + share, 0);
  return (
    <Box>
      <Box
        role="img"
        aria-label={t("strip.label")}
        sx={{ display: "flex", height: 28, borderRadius: 1, overflow: "hidden", bgcolor: "action.hover" }}
      >
        <div style={{ width: `${Math.max(0, 1 - known) * 100}%` }} />
        {mergeSlivers(segments, 0.002).map(({ status, from, to, share }) => (
          <Tooltip
            key={from}
            title={
              <>
                {t(`status:account.${status}`)} · {formats.duration(to - from)}
                <div>
                  {formats.dateTime(from)} – {formats.dateTime(to)}
                </div>
              </>
            }
          >
            <div
              style={{ width: `${share * 100}%`, minWidth: 1, backgroundColor: accountStatusColour(status) }}
            />
          </Tooltip>
        ))}
      </Box>
      <Box sx={{ display: "flex", justifyContent: "space-between", mt: 0.5 }}>
        {ticks.map((at) => (
          <Typography key={at} variant="caption" color="textSecondary">
            {formats.tick(at, span)}
          </Typography>
        ))}
      </Box>
    </Box>
  );
}
