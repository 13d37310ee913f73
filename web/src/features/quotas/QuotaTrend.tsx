import { useQuery } from "@apollo/client/react";
import { Box, Typography } from "@mui/material";
import { use, useState } from "react";
import { useTranslation } from "react-i18next";
import { toCsv } from "../../charts/csv.ts";
import { TrendChart } from "../../charts/TrendChart.tsx";
import type { QuotaDimension, QuotaWindow } from "../../gql/graphql.ts";
import { TimeZoneContext } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { ExportCsvButton } from "../../ui/ExportCsvButton.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { dayBefore, trendOf } from "./amounts.ts";
import { usageQuery } from "./quotaQueries.ts";

interface QuotaTrendProps {
  dimension: QuotaDimension;
  window: QuotaWindow;
  tenantId: string | null;
}

const daysShown = 30;

/** What was used day by day, under the limit it was used by. */
export function QuotaTrend({ dimension, window, tenantId }: QuotaTrendProps) {
  const { t } = useTranslation("quotas");
  const timeZone = use(TimeZoneContext);
  const [range] = useState(() => ({ from: dayBefore(daysShown - 1, timeZone), to: dayBefore(0, timeZone) }));
  const { data, previousData, error, refetch } = useQuery(usageQuery, {
    variables: { ...range, dimension, tenantId },
    fetchPolicy: "cache-and-network",
    pollInterval: 60_000,
  });
  const rows = (data ?? previousData)?.usage ?? [];
  const points = trendOf(rows, range, window);
  const title = t("trendOf", { dimension: t(`dimension.${dimension}`) });
  const problem = seriousError(error);
  return (
    <Panel
      title={title}
      actions={
        rows.length > 0 && (
          <ExportCsvButton
            name={`usage-${dimension.toLowerCase()}`}
            read={async () => ({
              csv: toCsv(
                ["day", "used", "peak", "limit", "beyond"],
                rows.map(({ day, used, peak, included, over }) => [day, used, peak, included, over]),
              ),
              told: t("exported", { count: rows.length }),
            })}
          />
        )
      }
    >
      {problem && rows.length === 0 ? (
        <ErrorNotice error={problem} onRetry={() => void refetch()} />
      ) : rows.length === 0 ? (
        <Box sx={{ py: 5, textAlign: "center" }}>
          <Typography color="textSecondary">{t("trendEmpty")}</Typography>
        </Box>
      ) : (
        <TrendChart
          points={points}
          label={title}
          valueName={t("used")}
          totalName={t("limitLine")}
          tone="progress"
        />
      )}
    </Panel>
  );
}
