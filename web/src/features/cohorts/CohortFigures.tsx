import { Box, Paper, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import type { CohortData, MeasuredIn } from "./cohortQuery.ts";

/** The cohort in a few figures. */
export function CohortFigures({ cohort, measured }: { cohort: CohortData; measured: MeasuredIn }) {
  const { t } = useTranslation("healthAnalysis");
  const formats = useFormats();
  const { patients, measured: withReadings, readings, outOfRange, coverage, distribution } = cohort;
  const number = (value: number | null | undefined) => (value == null ? "–" : formats.number(value));
  const share = (value: number | null | undefined) => (value == null ? "–" : formats.percent(value));
  const figures: readonly (readonly [string, string, string])[] = [
    [t("cohort.patients"), number(patients), t("cohort.measured", { count: withReadings ?? 0 })],
    [
      t("cohort.median"),
      distribution ? `${measured.format(distribution.median)} ${measured.unit}` : "–",
      distribution
        ? t("cohort.spread", {
            p25: measured.format(distribution.p25),
            p75: measured.format(distribution.p75),
          })
        : "",
    ],
    [t("cohort.outOfRange"), share(outOfRange), t("cohort.outOfRangeNote")],
    [t("cohort.coverage"), share(coverage), t("cohort.coverageNote")],
    [t("cohort.readings"), number(readings), ""],
  ];
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: "grid",
        gap: 2,
        gridTemplateColumns: "repeat(auto-fit, minmax(min(150px, 100%), 1fr))",
      }}
    >
      {figures.map(([title, figure, note]) => (
        <Paper key={title} variant="outlined" sx={{ p: 2, minWidth: 0 }}>
          <Typography component="dt" variant="body2" color="textSecondary">
            {title}
          </Typography>
          <Box
            component="dd"
            sx={{ m: 0, fontSize: "1.5rem", fontWeight: 600, fontVariantNumeric: "tabular-nums" }}
          >
            {figure}
            {note && (
              <Typography variant="caption" component="div" color="textSecondary" sx={{ fontWeight: 400 }}>
                {note}
              </Typography>
            )}
          </Box>
        </Paper>
      ))}
    </Box>
  );
}
