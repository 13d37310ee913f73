import { useQuery } from "@apollo/client/react";
import {
  Box,
  Link as MuiLink,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { HealthOverviewQuery } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import type { Tone } from "../../theme/tones.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { FigureCard } from "./FigureCard.tsx";
import { healthOverviewQuery } from "./overviewQuery.ts";
import { ShareBar } from "./ShareBar.tsx";
import { useOverviewNews } from "./useOverviewNews.ts";

type Overview = HealthOverviewQuery["healthOverview"];

/** News come by themselves; this is for sums that a job makes, and for a line that only seems to be there. */
const anywayMs = 120_000;
const severities = ["CRITICAL", "WARNING", "INFO"] as const;
const severityTones: Readonly<Record<(typeof severities)[number], Tone>> = {
  CRITICAL: "negative",
  WARNING: "attention",
  INFO: "progress",
};
const news2Risks = ["LOW", "LOW_MEDIUM", "MEDIUM", "HIGH"] as const;
const news2Tones: Readonly<Record<(typeof news2Risks)[number], Tone>> = {
  LOW: "positive",
  LOW_MEDIUM: "progress",
  MEDIUM: "attention",
  HIGH: "negative",
};
const kinds = ["CARDIOVASCULAR", "DIABETES", "HYPERTENSION"] as const;
const levels = ["LOW", "MODERATE", "HIGH", "VERY_HIGH"] as const;

/** The first page of health: how those are whom the viewer may see, and the way on. */
export function HealthOverviewPage() {
  const { t } = useTranslation("healthAnalysis");
  const can = useCan();
  const formats = useFormats();
  const { data, error, refetch } = useQuery(healthOverviewQuery, {
    variables: {
      patients: can("patient:read"),
      vitals: can("vital-sign:read"),
      alerts: can("health-alert:read"),
      devices: can("health-device:read"),
      analysis: can("health-analysis:read"),
    },
    fetchPolicy: "cache-and-network",
    pollInterval: anywayMs,
    skipPollAttempt: () => document.hidden,
  });
  useOverviewNews(() => void refetch().catch(() => undefined));
  const problem = seriousError(error);
  const overview = data?.healthOverview;
  if (!overview)
    return <LoadingPage title={t("overview.title")} problem={problem} onRetry={() => void refetch()} />;
  return (
    <Page title={t("overview.title")} context={t("overview.context", { at: formats.time(overview.asOf) })}>
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
        <Figures overview={overview} />
        <Box
          sx={{
            display: "grid",
            gap: 2,
            alignItems: "start",
            gridTemplateColumns: "repeat(auto-fit, minmax(min(400px, 100%), 1fr))",
          }}
        >
          {(overview.alerts ?? overview.news2) && (
            <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
              {overview.alerts && <AlertPanel alerts={overview.alerts} />}
              {overview.news2 && <News2Panel news2={overview.news2} />}
            </Box>
          )}
          {overview.risks && <RiskPanel risks={overview.risks} />}
        </Box>
        <Typography variant="caption" color="textSecondary">
          {t("notDiagnosis")}
        </Typography>
      </Box>
    </Page>
  );
}

function Figures({ overview: { patients, readings, alerts, devices } }: { overview: Overview }) {
  const { t } = useTranslation("healthAnalysis");
  const formats = useFormats();
  const sum = (of: readonly number[]) => of.reduce((total, each) => total + each, 0);
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        gridTemplateColumns: "repeat(auto-fit, minmax(min(150px, 100%), 1fr))",
      }}
    >
      {patients && (
        <>
          <FigureCard
            title={t("overview.patients")}
            figure={formats.number(patients.active)}
            note={t("overview.consented", { count: patients.consented })}
            to="/health/patients"
          />
          <FigureCard
            title={t("overview.measuredToday")}
            figure={formats.number(patients.measuredToday)}
            note={
              patients.consented > 0
                ? formats.percent(patients.measuredToday / patients.consented, 0)
                : undefined
            }
          />
        </>
      )}
      {readings && (
        <FigureCard
          title={t("overview.readingsToday")}
          figure={formats.number(readings.today)}
          note={
            readings.asOf ? t("overview.asOf", { at: formats.time(readings.asOf) }) : t("overview.notYet")
          }
        />
      )}
      {alerts && (
        <FigureCard
          title={t("overview.openAlerts")}
          figure={formats.number(sum(alerts.map(({ open }) => open)))}
          note={t("overview.unacknowledged", {
            count: sum(alerts.map(({ unacknowledged }) => unacknowledged)),
          })}
          to="/health/alerts"
        />
      )}
      {devices && (
        <FigureCard
          title={t("overview.devices")}
          figure={formats.number(devices.online)}
          note={[
            t("overview.devicesOf", { offline: devices.offline, neverSeen: devices.neverSeen }),
            ...(devices.lowBattery > 0 ? [t("overview.lowBattery", { count: devices.lowBattery })] : []),
          ].join(" · ")}
          to="/health/devices"
        />
      )}
    </Box>
  );
}

function AlertPanel({ alerts }: { alerts: NonNullable<Overview["alerts"]> }) {
  const { t } = useTranslation("healthAnalysis");
  const parts = severities.flatMap((severity) => {
    const found = alerts.find((each) => each.severity === severity);
    return found
      ? [
          {
            key: severity,
            name: t(`overview.severity.${severity}`),
            count: found.open,
            tone: severityTones[severity],
          },
        ]
      : [];
  });
  return (
    <Panel title={t("overview.openAlerts")}>
      {parts.length === 0 ? (
        <Typography color="textSecondary">{t("overview.noAlerts")}</Typography>
      ) : (
        <ShareBar label={t("overview.openAlerts")} parts={parts} />
      )}
    </Panel>
  );
}

function News2Panel({ news2 }: { news2: NonNullable<Overview["news2"]> }) {
  const { t } = useTranslation("healthAnalysis");
  const parts = news2Risks.flatMap((risk) => {
    const found = news2.find((each) => each.risk === risk);
    return found
      ? [{ key: risk, name: t(`overview.news2Risk.${risk}`), count: found.patients, tone: news2Tones[risk] }]
      : [];
  });
  return (
    <Panel title={t("overview.news2")}>
      {parts.length === 0 ? (
        <Typography color="textSecondary">{t("overview.noNews2")}</Typography>
      ) : (
        <ShareBar label={t("overview.news2")} parts={parts} />
      )}
    </Panel>
  );
}

function RiskPanel({ risks }: { risks: NonNullable<Overview["risks"]> }) {
  const { t } = useTranslation("healthAnalysis");
  const formats = useFormats();
  return (
    <Panel
      flush
      title={t("overview.risks")}
      actions={
        <MuiLink component={Link} to="/health/cohorts" variant="body2">
          {t("cohort.title")}
        </MuiLink>
      }
    >
      {risks.length === 0 ? (
        <Typography color="textSecondary" sx={{ px: 2, pb: 2 }}>
          {t("overview.noRisks")}
        </Typography>
      ) : (
        <Box sx={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={t("overview.risks")}>
          <Table size="small">
            <TableHead>
              <TableRow>
                <TableCell>{t("overview.kind")}</TableCell>
                {levels.map((level) => (
                  <TableCell key={level} align="right" sx={{ whiteSpace: "nowrap" }}>
                    {t(`risk.level.${level}`)}
                  </TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {kinds.map((kind) => (
                <TableRow key={kind}>
                  <TableCell component="th" scope="row">
                    {t(`risk.kind.${kind}`)}
                  </TableCell>
                  {levels.map((level) => (
                    <TableCell key={level} align="right" sx={{ fontVariantNumeric: "tabular-nums" }}>
                      {formats.number(
                        risks.find((each) => each.kind === kind && each.level === level)?.patients ?? 0,
                      )}
                    </TableCell>
                  ))}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      )}
    </Panel>
  );
}
