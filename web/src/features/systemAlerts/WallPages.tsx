import FineIcon from "@mui/icons-material/VerifiedOutlined";
import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { ConditionLabels, SeverityLabel, ToldLabel } from "../../alerting/AlertLabels.tsx";
import type { SystemAlertRow } from "../../alerting/alertFragment.ts";
import { useOwnLanguage } from "../../alerting/useMeasured.ts";
import type { SystemAlertWallQuery } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { alertSeverityLook } from "../../status/alertLook.ts";
import { ink, solid } from "../../theme/tones.ts";
import { Lasting } from "../../ui/Time.tsx";
import { severities } from "./boardState.ts";
import { countOf } from "./SummaryTiles.tsx";
import type { Counts } from "./SummaryTiles.tsx";

/** How many there are, to be read from across the room. */
export function WallFigures({ counts }: { counts: Counts }) {
  const { t } = useTranslation("alerting");
  const formats = useFormats();
  const firing = countOf(counts, "FIRING");
  const tiles = [
    ...severities.map((severity) => ({
      key: severity,
      label: t(`severity.${severity}`),
      count: countOf(counts, "FIRING", severity),
      tone: alertSeverityLook[severity].tone,
    })),
    {
      key: "acknowledged",
      label: t("wall.acknowledged"),
      count: countOf(counts, "ACKNOWLEDGED"),
      tone: "mending" as const,
    },
    {
      key: "resolved",
      label: t("wall.resolved"),
      count: countOf(counts, "RESOLVED"),
      tone: "positive" as const,
    },
  ];
  return (
    <Box sx={{ display: "grid", gap: 3, alignContent: "center", height: "100%" }}>
      <Box sx={{ display: "grid", gap: 3, gridTemplateColumns: { xs: "1fr 1fr", md: "repeat(5, 1fr)" } }}>
        {tiles.map(({ key, label, count, tone }) => (
          <Box
            key={key}
            sx={{ p: 3, borderRadius: 2, bgcolor: "background.paper", borderTop: `6px solid ${solid(tone)}` }}
          >
            <Typography color="textSecondary" sx={{ fontSize: "1.1rem" }}>
              {label}
            </Typography>
            <Typography
              sx={{
                fontSize: "clamp(2.5rem, 7vw, 6rem)",
                fontWeight: 650,
                lineHeight: 1.1,
                fontVariantNumeric: "tabular-nums",
                color: count > 0 ? ink(tone) : "text.disabled",
              }}
            >
              {formats.number(count)}
            </Typography>
          </Box>
        ))}
      </Box>
      {firing === 0 && (
        <Typography
          sx={{
            display: "flex",
            alignItems: "center",
            justifyContent: "center",
            gap: 1.5,
            fontSize: "1.75rem",
          }}
        >
          <FineIcon fontSize="inherit" sx={{ color: solid("positive") }} />
          {t("wall.calm")}
        </Typography>
      )}
    </Box>
  );
}

type Names = SystemAlertWallQuery["systemAlertSummary"]["names"];

/** What fires most, as bars. */
export function WallNames({ names }: { names: Names }) {
  const { t } = useTranslation("alerting");
  const own = useOwnLanguage();
  const formats = useFormats();
  const most = Math.max(1, ...names.map(({ count }) => count));
  if (names.length === 0) return <Typography sx={{ fontSize: "1.75rem" }}>{t("wall.calm")}</Typography>;
  return (
    <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1.5 }}>
      {names.map(({ name, title, count }) => (
        <Box
          key={name}
          component="li"
          sx={{
            display: "grid",
            gridTemplateColumns: "minmax(0, 2fr) 3fr 5rem",
            gap: 2,
            alignItems: "center",
          }}
        >
          <Typography noWrap sx={{ fontSize: "1.25rem" }}>
            {own(title)}
          </Typography>
          <Box
            sx={{
              height: 18,
              borderRadius: 1,
              bgcolor: solid("negative"),
              width: `${(100 * count) / most}%`,
            }}
          />
          <Typography sx={{ fontSize: "1.5rem", fontWeight: 600, textAlign: "end" }}>
            {formats.number(count)}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

/** The latest that last. */
export function WallLatest({ alerts }: { alerts: readonly SystemAlertRow[] }) {
  const { t } = useTranslation("alerting");
  const own = useOwnLanguage();
  if (alerts.length === 0) return <Typography sx={{ fontSize: "1.75rem" }}>{t("wall.calm")}</Typography>;
  return (
    <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1 }}>
      {alerts.map((alert) => (
        <Box
          key={alert.id}
          component="li"
          sx={{
            display: "flex",
            flexWrap: "wrap",
            gap: 1.5,
            alignItems: "center",
            px: 2,
            py: 1.25,
            borderRadius: 1.5,
            bgcolor: "background.paper",
          }}
        >
          <SeverityLabel severity={alert.severity} />
          <Typography sx={{ fontSize: "1.15rem", fontWeight: 560 }}>{own(alert.title)}</Typography>
          <Typography color="textSecondary" noWrap sx={{ flex: "1 1 280px", minWidth: 0 }}>
            {own(alert.summary)}
          </Typography>
          <ConditionLabels alert={alert} />
          <ToldLabel alert={alert} />
          <Typography sx={{ fontVariantNumeric: "tabular-nums" }}>
            <Lasting since={alert.since} />
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
