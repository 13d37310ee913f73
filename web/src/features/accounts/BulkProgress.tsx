import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { BulkCounts_OperationFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { solid } from "../../theme/tones.ts";
import { finished } from "./useBulkOperation.ts";

/** One bar of three parts, and the same in numbers. */
export function BulkProgress({ counts }: { counts: BulkCounts_OperationFragment }) {
  const { t } = useTranslation(["accounts", "status"]);
  const formats = useFormats();
  const parts = [
    { key: "DONE", count: counts.done, colour: solid("positive") },
    { key: "REFUSED", count: counts.refused, colour: solid("attention") },
    { key: "FAILED", count: counts.failed, colour: solid("negative") },
  ] as const;
  const through = finished(counts);
  return (
    <Box>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 0.75 }} role="status">
        {t(`bulk.status.${counts.status}`, {
          finished: formats.number(through),
          total: formats.number(counts.total),
        })}
      </Typography>
      <Box
        role="progressbar"
        aria-label={t("bulk.toolbar")}
        aria-valuemin={0}
        aria-valuemax={counts.total}
        aria-valuenow={through}
        sx={{ display: "flex", height: 10, borderRadius: 5, overflow: "hidden", bgcolor: "divider" }}
      >
        {parts.map(({ key, count, colour }) => (
          <div
            key={key}
            style={{
              width: `${counts.total === 0 ? 0 : (count / counts.total) * 100}%`,
              backgroundColor: colour,
              transition: "width 120ms",
            }}
          />
        ))}
      </Box>
      <Box sx={{ display: "flex", gap: 2, mt: 0.75 }}>
        {parts.map(({ key, count, colour }) => (
          <Typography key={key} variant="caption" sx={{ display: "flex", alignItems: "center", gap: 0.5 }}>
            <Box component="span" sx={{ width: 8, height: 8, borderRadius: "2px", bgcolor: colour }} />
            {t(`status:bulkItem.${key}`)} <b>{formats.number(count)}</b>
          </Typography>
        ))}
      </Box>
    </Box>
  );
}
