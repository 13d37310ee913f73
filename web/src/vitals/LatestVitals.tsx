import { useQuery } from "@apollo/client/react";
import { Box, Button, Skeleton, Typography } from "@mui/material";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { seriousError } from "../session/refusal.ts";
import { ink } from "../theme/tones.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Panel } from "../ui/Panel.tsx";
import { TimeAgo } from "../ui/Time.tsx";
import { latestTrendsQuery, latestVitalsQuery } from "./latestQuery.ts";
import { Sparkline } from "./Sparkline.tsx";
import { useVitalWords } from "./useVitalWords.ts";

const weekMs = 7 * 24 * 60 * 60_000;

interface LatestVitalsProps {
  patientId: string;
  /** Another value of it asks again: when something new was measured. */
  newest?: string | null;
}

/** A patient's latest values at a glance, each with its week. Pages that show it load the words "vitals". */
export function LatestVitals({ patientId, newest = null }: LatestVitalsProps) {
  const { t } = useTranslation("vitals");
  const words = useVitalWords();
  const [opened] = useState(() => Date.now());
  const to = Math.max(opened, newest === null ? 0 : Date.parse(newest) + 1);
  const known = useQuery(latestVitalsQuery, { variables: { patientId }, fetchPolicy: "cache-and-network" });
  const again = useEffectEvent(() => void known.refetch());
  const isFirst = useRef(true);
  useEffect(() => {
    if (newest !== null && !isFirst.current) again();
    isFirst.current = false;
  }, [newest]);
  const latest = known.data?.patientVitals.latest ?? [];
  const trends = useQuery(latestTrendsQuery, {
    fetchPolicy: "no-cache",
    skip: latest.length === 0,
    variables: {
      patientId,
      codes: latest.map(({ code }) => code),
      from: new Date(to - weekMs).toISOString(),
      to: new Date(to).toISOString(),
    },
  });
  const series = (trends.data ?? trends.previousData)?.vitalSignChart.series;
  const error = seriousError(known.error);

  return (
    <Panel
      title={t("latest.title")}
      actions={
        <Button component={Link} to="?tab=vitals" size="small">
          {t("latest.all")}
        </Button>
      }
    >
      {error !== undefined && <ErrorNotice error={error} onRetry={() => void known.refetch()} />}
      {!known.data && error === undefined && <Skeleton variant="rounded" height={120} />}
      {known.data && latest.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          {t("empty.title")}
        </Typography>
      )}
      <Box
        component="ul"
        sx={{
          display: "grid",
          gap: 1.5,
          gridTemplateColumns: "repeat(auto-fill, minmax(148px, 1fr))",
          m: 0,
          p: 0,
          listStyle: "none",
        }}
      >
        {latest.map(({ code, value, at, flags }) => {
          const reference = known.data?.vitalSignKinds.find((kind) => kind.code === code)?.reference;
          const isOutside =
            (reference?.low != null && value < reference.low) ||
            (reference?.high != null && value > reference.high);
          const points = series?.find((each) => each.code === code)?.points ?? [];
          return (
            <Box key={code} component="li" sx={{ minWidth: 0 }}>
              <Typography variant="caption" color="textSecondary" component="div" noWrap>
                {words.name(code)}
              </Typography>
              <Box sx={{ display: "flex", alignItems: "baseline", gap: 0.5 }}>
                <Typography
                  component="span"
                  sx={{
                    fontSize: "1.25rem",
                    fontWeight: 600,
                    fontVariantNumeric: "tabular-nums",
                    ...(isOutside ? { color: ink("attention") } : {}),
                  }}
                >
                  {words.number(code, value)}
                </Typography>
                <Typography variant="caption" color="textSecondary">
                  {words.unit(code)}
                </Typography>
              </Box>
              <Box sx={{ color: "text.secondary", height: 28 }}>
                {points.length > 0 && (
                  <Sparkline
                    points={points.map((point) => ({ at: Date.parse(point.at), value: point.value }))}
                    from={to - weekMs}
                    to={to}
                    label={t("latest.trend", { name: words.name(code) })}
                  />
                )}
              </Box>
              <Typography variant="caption" color="textSecondary" component="div" noWrap>
                {isOutside && `${t("record.outside")} · `}
                {flags.includes("IMPLAUSIBLE") && `${t("flag.IMPLAUSIBLE")} · `}
                <TimeAgo at={at} />
              </Typography>
            </Box>
          );
        })}
      </Box>
    </Panel>
  );
}
