import { Box, Link as MuiLink, Skeleton } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { messageTypes } from "../../messages/content/contentForms.ts";
import { BreakdownPanel } from "../../messages/stats/BreakdownPanel.tsx";
import { FailuresPanel } from "../../messages/stats/FailuresPanel.tsx";
import { FunnelPanel } from "../../messages/stats/FunnelPanel.tsx";
import { RangeButtons } from "../../messages/stats/RangeButtons.tsx";
import { SeriesPanels } from "../../messages/stats/SeriesPanels.tsx";
import { ranges } from "../../messages/stats/statsQuery.ts";
import { useStatistics } from "../../messages/stats/useStatistics.ts";
import { useSenders } from "../../messages/useSenders.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Page } from "../../ui/Page.tsx";
import { ids, manyOf, oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan, useViewer } from "../../viewer/ViewerContext.ts";
import { MessageSections } from "./MessageSections.tsx";
import { UsagePanel } from "./UsagePanel.tsx";

const viewState = { range: oneOf(ranges, "24h"), accounts: ids, types: manyOf(messageTypes) };

export function StatisticsPage() {
  const { t } = useTranslation(["messages", "common"]);
  const can = useCan();
  const { dataScope } = useViewer();
  const [{ range, accounts, types }, change] = useUrlState(viewState);
  const { senders } = useSenders(!can("account:read"));
  const { statistics, span, error, refetch } = useStatistics(range, accounts, types);
  const nameOf = new Map(senders.map(({ id, name }) => [id, name]));
  return (
    <Page
      title={t("section.statistics")}
      heading={t("title")}
      actions={<RangeButtons value={range} onChange={(next) => change({ range: next })} />}
    >
      <MessageSections section="statistics" />
      <FilterBar
        onClear={accounts.length + types.length > 0 ? () => change({ accounts: [], types: [] }) : undefined}
      >
        {senders.length > 0 && (
          <FilterMenu
            label={t("filter.accounts")}
            chosen={accounts}
            onChange={(next) => change({ accounts: next })}
            options={senders.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <FilterMenu
          label={t("filter.types")}
          chosen={types}
          onChange={(next) => change({ types: next })}
          options={messageTypes.map((value) => ({ value, label: t(`type.${value}`) }))}
        />
      </FilterBar>
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        {error !== undefined && <ErrorNotice error={error} onRetry={refetch} />}
        {!statistics && error === undefined && <Skeleton variant="rounded" height={560} />}
        {statistics && (
          <>
            <Box
              sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "1fr 1fr" } }}
            >
              <FunnelPanel statistics={statistics} />
              <FailuresPanel statistics={statistics} />
            </Box>
            <SeriesPanels statistics={statistics} span={span} />
            <Box
              sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "1fr 1fr" } }}
            >
              <BreakdownPanel
                title={t("stats.byAccount")}
                by={t("column.account")}
                rows={statistics.accounts.map(({ accountId, ...sums }) => {
                  const name = nameOf.get(accountId) ?? accountId.slice(-8);
                  return {
                    ...sums,
                    key: accountId,
                    name,
                    shown: (
                      <MuiLink
                        component={Link}
                        to={`/accounts/${accountId}?tab=messages`}
                        color="textPrimary"
                      >
                        {name}
                      </MuiLink>
                    ),
                  };
                })}
              />
              <BreakdownPanel
                title={t("stats.byType")}
                by={t("column.type")}
                rows={statistics.types.map(({ type, ...sums }) => ({
                  ...sums,
                  key: type,
                  name: t(`type.${type}`),
                }))}
              />
            </Box>
          </>
        )}
        {dataScope === "TENANT" && <UsagePanel />}
      </Box>
    </Page>
  );
}
