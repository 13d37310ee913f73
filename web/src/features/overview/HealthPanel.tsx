import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import { useFormats } from "../../i18n/useFormats.ts";
import { solid } from "../../theme/tones.ts";
import { healthBands, type OverviewQuery } from "./overviewQuery.ts";

/** How many accounts are how healthy, in five bands. */
export function HealthPanel({ answer }: { answer: OverviewQuery }) {
  const { t } = useTranslation(["overview", "common"]);
  const formats = useFormats();
  const rows = healthBands.map((band) => ({ ...band, count: answer[band.key].total }));
  const highest = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <ChartPanel
      title={t("health.title")}
      note={t("common:asOf", { time: formats.time(answer.accountSummary.asOf) })}
      table={{
        header: [t("health.band"), t("states.count")],
        rows: rows.map(({ min, max, count }) => [`${min}–${max}`, count]),
      }}
      height={220}
    >
      <Box sx={{ display: "grid", gridTemplateColumns: "repeat(5, minmax(0,1fr))", gap: 1.5, height: 220 }}>
        {rows.map(({ key, min, max, tone, count }) => (
          <Box
            key={key}
            component={Link}
            to={`/accounts?healthMin=${min}&healthMax=${max}&order=HEALTH_SCORE`}
            aria-label={`${min}–${max}: ${count}`}
            sx={{
              display: "flex",
              flexDirection: "column",
              justifyContent: "flex-end",
              alignItems: "center",
              gap: 0.5,
              color: "text.primary",
              textDecoration: "none",
              "&:hover .bar": { opacity: 1 },
            }}
          >
            <Typography variant="body2" sx={{ fontWeight: 560 }}>
              {formats.number(count)}
            </Typography>
            <Box
              className="bar"
              style={{ height: (count / highest) * 140 }}
              sx={{
                width: "100%",
                maxWidth: 56,
                minHeight: 3,
                borderRadius: "4px 4px 0 0",
                bgcolor: solid(tone),
                opacity: key === "good" ? 0.7 : 0.88,
              }}
            />
            <Typography variant="caption" color="textSecondary" noWrap>
              {min}–{max}
            </Typography>
            <Typography variant="caption" noWrap>
              {t(`health.bands.${key}`)}
            </Typography>
          </Box>
        ))}
      </Box>
    </ChartPanel>
  );
}
