import { useQuery } from "@apollo/client/react";
import { useMemo } from "react";
import type { MessageType } from "../../gql/graphql.ts";
import { seriousError } from "../../session/refusal.ts";
import { useNow } from "../../ui/useNow.ts";
import { type Range, spanOf, statsQuery } from "./statsQuery.ts";

const askAgainMs = 15_000;
const hourMs = 3_600_000;

/** The statistics of a range, asked again while somebody looks. */
export function useStatistics(
  range: Range,
  accountIds: readonly string[],
  types: readonly MessageType[] = [],
) {
  const hour = Math.floor(useNow() / hourMs);
  const span = useMemo(() => spanOf(range, hour * hourMs), [range, hour]);
  const { data, previousData, error, refetch } = useQuery(statsQuery, {
    variables: {
      input: {
        ...span,
        ...(accountIds.length > 0 ? { accountIds: [...accountIds] } : {}),
        ...(types.length > 0 ? { types: [...types] } : {}),
      },
    },
    fetchPolicy: "cache-and-network",
    pollInterval: askAgainMs,
    skipPollAttempt: () => document.hidden,
  });
  return {
    span,
    statistics: (data ?? previousData)?.messageStatistics,
    error: seriousError(error),
    refetch: () => void refetch(),
  };
}
