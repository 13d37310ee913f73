import { Box, Tooltip, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { arcPath } from "../../charts/ring.series.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { solid } from "../../theme/tones.ts";
import { Panel } from "../../ui/Panel.tsx";
import { TimeAgo } from "../../ui/Time.tsx";
import type { AccountData } from "./accountQuery.ts";
import { healthTone } from "./HealthBar.tsx";

/** The score and what it is made of: how much each part weighs, how good it is, and why. */
export function HealthPanel({ account }: { account: AccountData }) {
  const { t } = useTranslation("accounts");
  const formats = useFormats();
  const { score, parts, computedAt } = account.health;
  const weights = parts.map(({ weight }) => weight);
  const weighed = weights.reduce((sum, weight) => sum + weight, 0);
  const tone = healthTone(score);
  return (
    <Panel title={t("health.title")} note={<TimeAgo at={computedAt} />}>
      <Box sx={{ display: "flex", gap: 3, flexDirection: { xs: "column", sm: "row" }, alignItems: "center" }}>
        <Box sx={{ position: "relative", width: 132, height: 110, flexShrink: 0 }}>
          <svg
            width="132"
            height="110"
            viewBox="-66 -64 132 110"
            role="img"
            aria-label={t("health.gauge", { score })}
          >
            <path d={arcPath(-0.36, 0.36, 60, 11)} fill="var(--wg-palette-divider)" />
            {score > 0 && (
              <path d={arcPath(-0.36, -0.36 + 0.72 * (score / 100), 60, 11)} fill={solid(tone)} />
            )}
          </svg>
          <Box sx={{ position: "absolute", inset: "30px 0 auto", textAlign: "center" }}>
            <Typography component="div" sx={{ fontSize: "2rem", fontWeight: 600, lineHeight: 1.1 }}>
              {score}
            </Typography>
            <Typography variant="caption" color="textSecondary">
              {t("health.of100")}
            </Typography>
          </Box>
        </Box>
        <Box
          component="ul"
          sx={{ m: 0, p: 0, listStyle: "none", flex: 1, width: "100%", display: "grid", gap: 1.25 }}
        >
          {parts.map(({ name, weight, value, points, known, detail }) => (
            <Box component="li" key={name} title={detail}>
              <Box sx={{ display: "flex", alignItems: "baseline", gap: 1 }}>
                <Typography variant="body2" sx={{ fontWeight: 520 }}>
                  {t(`health.part.${name}`)}
                </Typography>
                <Tooltip title={t("health.weightHint")}>
                  <Typography variant="caption" color="textSecondary">
                    {t("health.weight", { share: formats.percent(weight / weighed, 0) })}
                  </Typography>
                </Tooltip>
                <Box sx={{ flex: 1 }} />
                <Typography variant="body2" sx={{ fontWeight: 560 }}>
                  {known ? t("health.points", { points: formats.number(points, 1) }) : t("health.noData")}
                </Typography>
              </Box>
              <Box
                style={{
                  // As wide as it weighs against the heaviest, so that length times fill is what it brings.
                  width: `${(weight / Math.max(...weights)) * 100}%`,
                }}
                sx={{
                  height: 6,
                  borderRadius: 3,
                  overflow: "hidden",
                  my: 0.5,
                  bgcolor: "divider",
                  ...(known
                    ? {}
                    : {
                        backgroundImage:
                          "repeating-linear-gradient(135deg, transparent 0 4px, var(--field-edge) 4px 5px)",
                      }),
                }}
              >
                {known && (
                  <div
                    style={{
                      width: `${value * 100}%`,
                      height: "100%",
                      backgroundColor: solid(healthTone(value * 100)),
                    }}
                  />
                )}
              </Box>
              <Typography variant="caption" color="textSecondary" component="div">
                {known &&
                  (name === "ERROR_RECENCY" && value >= 1
                    ? t("health.noError")
                    : t(`health.detail.${name}`, {
                        share: formats.percent(value, 0),
                        hours: formats.number(value * 24, 1),
                      }))}
              </Typography>
            </Box>
          ))}
        </Box>
      </Box>
    </Panel>
  );
}
