import { useQuery } from "@apollo/client/react";
import EmptyIcon from "@mui/icons-material/FactCheckOutlined";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import { Paper, Skeleton } from "@mui/material";
import { useTranslation } from "react-i18next";
import { AuditEntries } from "../../audit/AuditEntries.tsx";
import { graphql } from "../../gql/gql.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables } from "../../ui/paging.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { AuditFilters } from "./AuditFilters.tsx";
import { auditState, filterOf } from "./auditState.ts";
import { ChainCheck } from "./ChainCheck.tsx";
import { ExportButton } from "./ExportButton.tsx";

const auditQuery = graphql(`
  query AuditLog($filter: AuditFilter, $first: Int, $after: String, $last: Int, $before: String) {
    auditLog(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...AuditEntry_entry
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
`);

export function AuditPage() {
  const { t } = useTranslation(["audit", "common"]);
  const can = useCan();
  const [state, change] = useUrlState(auditState);
  const filter = filterOf(state);
  const { data, previousData, error, refetch } = useQuery(auditQuery, {
    variables: { filter, ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
  });
  const log = (data ?? previousData)?.auditLog;
  const serious = seriousError(error);

  return (
    <Page
      personal
      title={t("title")}
      actions={
        <>
          {can("audit:export") && <ExportButton filter={filter} />}
          {can("audit:verify") && <ChainCheck />}
        </>
      }
    >
      <AuditFilters state={state} change={change} />
      {serious !== undefined && <ErrorNotice error={serious} onRetry={() => void refetch()} />}
      {!log && serious === undefined && <Skeleton variant="rounded" height={420} />}
      {log && (
        <Paper variant="outlined" sx={{ overflow: "hidden" }}>
          {log.nodes.length === 0 ? (
            <EmptyState
              icon={filter ? <NoMatchIcon /> : <EmptyIcon />}
              title={filter ? t("common:noMatch.title") : t("empty.title")}
            >
              {filter ? t("common:noMatch.text") : t("empty.text")}
            </EmptyState>
          ) : (
            <AuditEntries
              entries={log.nodes}
              withRecord
              onActor={(actorId, actorName) => change({ actorId, actorName, ...firstPage })}
            />
          )}
          <Pager
            paging={state}
            pageInfo={log.pageInfo}
            total={log.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        </Paper>
      )}
    </Page>
  );
}
