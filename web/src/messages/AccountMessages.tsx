import { useQuery } from "@apollo/client/react";
import SendIcon from "@mui/icons-material/SendRounded";
import {
  Box,
  Button,
  LinearProgress,
  Skeleton,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { use } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { graphql } from "../gql/gql.ts";
import { TimeZoneContext, useFormats } from "../i18n/useFormats.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Panel } from "../ui/Panel.tsx";
import { ids, oneOf } from "../ui/urlState.ts";
import { useUrlState } from "../ui/useUrlState.ts";
import { useCan } from "../viewer/ViewerContext.ts";
import { FailuresPanel } from "./stats/FailuresPanel.tsx";
import { FunnelPanel } from "./stats/FunnelPanel.tsx";
import { useLatencyText } from "./stats/latencyText.ts";
import { RangeButtons } from "./stats/RangeButtons.tsx";
import { SeriesPanels } from "./stats/SeriesPanels.tsx";
import { ranges } from "./stats/statsQuery.ts";
import { useStatistics } from "./stats/useStatistics.ts";

const dashboardQuery = graphql(`
  query AccountDashboard($id: ID!, $timeZone: String!) {
    account(id: $id) {
      id
      dashboard {
        waiting
        promisedToday
        quotaPerDay
        asOf
        today {
          accepted
          sent
          failed
          delivered
          read
        }
      }
      messageDays(days: 30, timeZone: $timeZone) {
        day
        accepted
        sent
        failed
        cancelled
        delivered
        read
        successRate
        p95Ms
      }
    }
  }
`);

const viewState = { range: oneOf(ranges, "24h") };

/** What an account does with messages: today against its quota, over a time, and day by day. */
export function AccountMessages({ accountId }: { accountId: string }) {
  const { t } = useTranslation(["messages", "common"]);
  const can = useCan();
  const timeZone = use(TimeZoneContext);
  const [{ range }, change] = useUrlState(viewState);
  const { statistics, span, error, refetch } = useStatistics(range, [accountId]);
  const { data } = useQuery(dashboardQuery, {
    variables: { id: accountId, timeZone },
    fetchPolicy: "cache-and-network",
    pollInterval: 10_000,
    skipPollAttempt: () => document.hidden,
  });
  const dashboard = data?.account?.dashboard;
  const own = ids.write([accountId]) ?? "";
  return (
    <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, alignItems: "center" }}>
        <RangeButtons value={range} onChange={(next) => change({ range: next })} />
        <Box sx={{ flex: 1 }} />
        <Button component={Link} to={`/messages?accounts=${own}`} variant="outlined">
          {t("account.records")}
        </Button>
        {can("message:send") && (
          <Button
            component={Link}
            to={`/messages/new?account=${accountId}`}
            variant="contained"
            startIcon={<SendIcon />}
          >
            {t("account.compose")}
          </Button>
        )}
      </Box>
      {error !== undefined && <ErrorNotice error={error} onRetry={refetch} />}
      {dashboard ? <Today dashboard={dashboard} /> : <Skeleton variant="rounded" height={96} />}
      {statistics ? (
        <>
          <SeriesPanels statistics={statistics} span={span} />
          <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "1fr 1fr" } }}>
            <FunnelPanel statistics={statistics} />
            <FailuresPanel statistics={statistics} />
          </Box>
        </>
      ) : (
        error === undefined && <Skeleton variant="rounded" height={280} />
      )}
      {data?.account && data.account.messageDays.length > 0 && <Days days={data.account.messageDays} />}
    </Box>
  );
}

interface Dashboard {
  waiting: number;
  promisedToday: number;
  quotaPerDay: number | null;
  asOf: string;
  today: { accepted: number; sent: number; failed: number; delivered: number; read: number };
}

function Today({ dashboard }: { dashboard: Dashboard }) {
  const { t } = useTranslation(["messages", "common"]);
  const formats = useFormats();
  const { today, waiting, promisedToday, quotaPerDay, asOf } = dashboard;
  return (
    <Panel title={t("account.today")} note={t("common:asOf", { time: formats.time(asOf) })}>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 3, alignItems: "center" }}>
        {(["accepted", "sent", "failed", "delivered", "read"] as const).map((key) => (
          <Figure key={key} label={t(`stats.${key}`)} value={formats.number(today[key])} />
        ))}
        <Figure label={t("account.waiting")} value={formats.number(waiting)} />
        <Box sx={{ flex: 1, minWidth: 200 }}>
          <Typography variant="caption" color="textSecondary" component="div">
            {t("account.promised")}
          </Typography>
          {quotaPerDay === null ? (
            <Typography variant="body2">{t("account.noApp")}</Typography>
          ) : (
            <>
              <Typography variant="body2">
                {t("account.quota", {
                  promised: formats.number(promisedToday),
                  quota: formats.number(quotaPerDay),
                })}
              </Typography>
              <LinearProgress
                variant="determinate"
                aria-label={t("account.promised")}
                value={Math.min(100, (promisedToday / Math.max(1, quotaPerDay)) * 100)}
              />
            </>
          )}
        </Box>
      </Box>
    </Panel>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <Box>
      <Typography variant="caption" color="textSecondary" component="div">
        {label}
      </Typography>
      <Typography sx={{ fontSize: "1.25rem", fontWeight: 600, lineHeight: 1.3 }}>{value}</Typography>
    </Box>
  );
}

interface Day {
  day: string;
  accepted: number;
  sent: number;
  failed: number;
  delivered: number;
  read: number;
  successRate: number | null;
  p95Ms: number | null;
}

function Days({ days }: { days: readonly Day[] }) {
  const { t } = useTranslation("messages");
  const formats = useFormats();
  const latency = useLatencyText();
  const figures = ["accepted", "sent", "failed", "delivered", "read"] as const;
  return (
    <Panel title={t("account.days")} flush>
      <Box tabIndex={0} role="group" aria-label={t("account.days")} sx={{ maxHeight: 300, overflow: "auto" }}>
        <Table size="small" stickyHeader>
          <TableHead>
            <TableRow>
              <TableCell>{t("stats.day")}</TableCell>
              {figures.map((key) => (
                <TableCell key={key} align="right">
                  {t(`stats.${key}`)}
                </TableCell>
              ))}
              <TableCell align="right">{t("stats.successRate")}</TableCell>
              <TableCell align="right">{t("stats.p95")}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {days.toReversed().map((row) => (
              <TableRow key={row.day} hover>
                <TableCell>{row.day}</TableCell>
                {figures.map((key) => (
                  <TableCell key={key} align="right">
                    {formats.number(row[key])}
                  </TableCell>
                ))}
                <TableCell align="right">
                  {row.successRate === null ? "–" : formats.percent(row.successRate)}
                </TableCell>
                <TableCell align="right">{latency(row.p95Ms)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Box>
    </Panel>
  );
}
