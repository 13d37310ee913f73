import { useQuery } from "@apollo/client/react";
import TrailIcon from "@mui/icons-material/FactCheckOutlined";
import { Box, Button, Skeleton } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../gql/gql.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Panel } from "../ui/Panel.tsx";
import { AuditEntries } from "./AuditEntries.tsx";

const trailQuery = graphql(`
  query RecordTrail($filter: AuditFilter!, $first: Int!, $after: String) {
    auditLog(filter: $filter, first: $first, after: $after) {
      nodes {
        ...AuditEntry_entry
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

interface RecordTrailProps {
  title?: string;
  /** The record whose changes are listed, or … */
  resourceType?: string;
  resourceId?: string;
  /** … the person whose acts are. */
  actorId?: string;
}

/** The part of the audit log that is about one record, or by one person. */
export function RecordTrail({ title, ...filter }: RecordTrailProps) {
  const { t } = useTranslation(["audit", "common"]);
  const { data, error, refetch, fetchMore, loading } = useQuery(trailQuery, {
    variables: { filter, first: 50 },
    fetchPolicy: "cache-and-network",
  });
  const log = data?.auditLog;
  const more = () =>
    fetchMore({
      variables: { after: log?.pageInfo.endCursor ?? null },
      updateQuery: (known, { fetchMoreResult }) => ({
        auditLog: {
          ...fetchMoreResult.auditLog,
          nodes: [...known.auditLog.nodes, ...fetchMoreResult.auditLog.nodes],
        },
      }),
    });
  return (
    <Panel title={title ?? t("trail.title")} flush>
      {error && !log && (
        <Box sx={{ p: 2 }}>
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        </Box>
      )}
      {!log && !error && <Skeleton variant="rectangular" height={160} />}
      {log?.nodes.length === 0 && <EmptyState icon={<TrailIcon />} title={t("trail.empty")} />}
      {log && log.nodes.length > 0 && (
        <AuditEntries entries={log.nodes} withRecord={filter.actorId !== undefined} />
      )}
      {log?.pageInfo.hasNextPage && (
        <Box sx={{ p: 1, textAlign: "center", borderTop: 1, borderColor: "divider" }}>
          <Button disabled={loading} onClick={() => void more()}>
            {t("common:more")}
          </Button>
        </Box>
      )}
    </Panel>
  );
}
