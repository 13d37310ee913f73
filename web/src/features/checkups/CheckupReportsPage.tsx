import { useQuery } from "@apollo/client/react";
import ReportIcon from "@mui/icons-material/AssignmentOutlined";
import { FormControlLabel, Switch } from "@mui/material";
import { useTranslation } from "react-i18next";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables, pagingState } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { flag, manyOf, text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { reportsQuery } from "./checkupQueries.ts";
import { ReportCard, useReportColumns } from "./reportColumns.tsx";
import { useReportStream } from "./useReportStream.ts";

const statuses = ["DRAFT", "PUBLISHED"] as const;
const viewState = { search: text, status: manyOf(statuses), abnormal: flag, ...pagingState };

/** Reports of all patients whom the viewer may see. */
export function CheckupReportsPage() {
  const { t } = useTranslation("checkups");
  const [state, change] = useUrlState(viewState);
  const { search, status, abnormal } = state;
  const { data, previousData, loading, error, refetch } = useQuery(reportsQuery, {
    variables: {
      filter: {
        ...(search && { search }),
        ...(status.length > 0 && { statuses: [...status] }),
        ...(abnormal && { abnormalOnly: true }),
      },
      ...pageVariables(state),
    },
    fetchPolicy: "cache-and-network",
  });
  useReportStream(null, () => void refetch());
  const list = (data ?? previousData)?.checkupReports;
  const columns = useReportColumns(true);
  const isFiltered = search !== "" || status.length > 0 || abnormal;
  return (
    <Page fill personal title={t("title")} context={t("context")}>
      <FilterBar
        onClear={
          isFiltered ? () => change({ search: "", status: [], abnormal: false, ...firstPage }) : undefined
        }
      >
        <SearchField
          value={search}
          label={t("filter.search")}
          onChange={(value) => change({ search: value, ...firstPage })}
        />
        <FilterMenu
          label={t("filter.status")}
          chosen={status}
          onChange={(chosen) => change({ status: chosen, ...firstPage })}
          options={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
        />
        <FormControlLabel
          sx={{ ml: 0 }}
          control={
            <Switch
              size="small"
              checked={abnormal}
              onChange={(_, on) => change({ abnormal: on, ...firstPage })}
            />
          }
          label={t("filter.abnormal")}
          slotProps={{ typography: { variant: "body2" } }}
        />
      </FilterBar>
      <ServerGrid
        name="checkupReports"
        label={t("title")}
        columns={columns}
        rows={list?.nodes}
        loading={loading && !list}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        renderCard={(report) => <ReportCard report={report} />}
        empty={
          <EmptyState icon={<ReportIcon />} title={t(isFiltered ? "noneFound" : "empty")}>
            {t(isFiltered ? "noneFoundText" : "emptyText")}
          </EmptyState>
        }
        footer={
          <Pager
            paging={state}
            pageInfo={list?.pageInfo}
            total={list?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
    </Page>
  );
}
