import { useQuery } from "@apollo/client/react";
import { Skeleton } from "@mui/material";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import { graphql } from "../../gql/gql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { solid } from "../../theme/tones.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";

const SeriesChart = lazy(async () => ({
  default: (await import("../../charts/SeriesChart.tsx")).SeriesChart,
}));

const usageQuery = graphql(`
  query TenantUsage($days: Int!) {
    tenantUsage(days: $days) {
      day
      accounts
      accountsOnlineMax
      accepted
      sent
      failed
      cancelled
      delivered
      read
      computedAt
    }
  }
`);

const days = 30;
const height = 220;

/** What the organisation used, a day each: the figures of its bill. */
export function UsagePanel() {
  const { t } = useTranslation(["messages", "common"]);
  const formats = useFormats();
  const { data, error, refetch } = useQuery(usageQuery, {
    variables: { days },
    fetchPolicy: "cache-and-network",
  });
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton variant="rounded" height={height} />;
  const rows = data.tenantUsage;
  const last = rows.at(-1);
  return (
    <ChartPanel
      title={t("stats.usage")}
      note={last && t("common:asOf", { time: formats.dateTime(last.computedAt) })}
      height={height}
      table={{
        header: [
          t("stats.day"),
          t("stats.accountsAll"),
          t("stats.accountsOnline"),
          t("stats.accepted"),
          t("stats.sent"),
          t("stats.failed"),
          t("stats.cancelled"),
          t("stats.delivered"),
          t("stats.read"),
        ],
        rows: rows.map((row) => [
          row.day,
          row.accounts,
          row.accountsOnlineMax,
          row.accepted,
          row.sent,
          row.failed,
          row.cancelled,
          row.delivered,
          row.read,
        ]),
      }}
    >
      <SeriesChart
        // A day of China's calendar begins at 16:00 UTC of the day before.
        points={rows.map(({ day, sent, failed }) => ({
          at: Date.parse(`${day}T00:00:00+08:00`),
          sent,
          failed,
        }))}
        height={height}
        format={(value) => formats.number(value)}
        label={t("stats.usageLabel", { days: rows.length })}
        series={[
          { key: "sent", name: t("stats.sent"), colour: solid("positive"), kind: "bar" },
          { key: "failed", name: t("stats.failed"), colour: solid("negative"), kind: "bar" },
        ]}
      />
    </ChartPanel>
  );
}
