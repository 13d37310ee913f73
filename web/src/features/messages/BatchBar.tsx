import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { solid } from "../../theme/tones.ts";
import { type BatchCounts, overOf } from "./batchQuery.ts";

interface BatchBarProps {
  batch: BatchCounts;
  /** With the figures below it. */
  legend?: boolean;
}

/** How far a batch is: one bar of parts, and the same in figures. */
export function BatchBar({ batch, legend = false }: BatchBarProps) {
  const { t } = useTranslation("messages");
  const formats = useFormats();
  const { total, sent, failed, cancelled } = batch;
  const parts = [
    { key: "sent", count: sent, colour: solid("positive") },
    { key: "failed", count: failed, colour: solid("negative") },
    { key: "cancelled", count: cancelled, colour: solid("neutral") },
  ] as const;
  const over = overOf(batch);
  return (
    <Box sx={{ width: "100%", minWidth: 0 }}>
      <Box
        role="progressbar"
        aria-label={t("batch.progress")}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={over}
        sx={{
          display: "flex",
          height: legend ? 12 : 8,
          borderRadius: 6,
          overflow: "hidden",
          bgcolor: "divider",
        }}
      >
        {parts.map(({ key, count, colour }) => (
          <div
            key={key}
            style={{
              width: `${total === 0 ? 0 : (count / total) * 100}%`,
              backgroundColor: colour,
              transition: "width 120ms",
            }}
          />
        ))}
      </Box>
      {legend && (
        <Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 2.5, rowGap: 0.5, mt: 1 }} role="status">
          {parts.map(({ key, count, colour }) => (
            <Typography key={key} variant="body2" sx={{ display: "flex", alignItems: "center", gap: 0.75 }}>
              <Box component="span" sx={{ width: 10, height: 10, borderRadius: "2px", bgcolor: colour }} />
              {t(`batch.count.${key}`)} <b>{formats.number(count)}</b>
            </Typography>
          ))}
          <Typography variant="body2" color="textSecondary">
            {t("batch.count.waiting")} <b>{formats.number(Math.max(0, total - over))}</b>
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {t("batch.count.delivered")} <b>{formats.number(batch.delivered)}</b>
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {t("batch.count.read")} <b>{formats.number(batch.read)}</b>
          </Typography>
        </Box>
      )}
    </Box>
  );
}
