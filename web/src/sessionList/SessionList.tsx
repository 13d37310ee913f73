import { useQuery } from "@apollo/client/react";
import { useState } from "react";
import { graphql } from "../gql/gql.ts";
import type { SessionFilter } from "../gql/graphql.ts";
import { seriousError } from "../session/refusal.ts";
import { Pager } from "../ui/Pager.tsx";
import { pageVariables } from "../ui/paging.ts";
import { SessionTable } from "./SessionTable.tsx";

const sessionsQuery = graphql(`
  query SessionsOfAll($filter: SessionFilter, $first: Int, $after: String, $last: Int, $before: String) {
    sessions(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...Session_session
        user {
          id
          displayName
          email
        }
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

/** The sessions of one user, or of everybody here. */
export function SessionList({ filter, withUser }: { filter: SessionFilter; withUser: boolean }) {
  const [paging, setPaging] = useState({ after: "", before: "", size: 50 });
  const { data, previousData, loading, error, refetch } = useQuery(sessionsQuery, {
    variables: { filter, ...pageVariables(paging) },
    fetchPolicy: "cache-and-network",
  });
  const sessions = (data ?? previousData)?.sessions;
  return (
    <SessionTable
      sessions={sessions?.nodes}
      withUser={withUser}
      loading={loading}
      error={seriousError(error)}
      onRetry={() => void refetch()}
      footer={
        <Pager
          paging={paging}
          pageInfo={sessions?.pageInfo}
          total={sessions?.totalCount}
          onPage={(next) => setPaging({ ...paging, ...next })}
        />
      }
    />
  );
}
