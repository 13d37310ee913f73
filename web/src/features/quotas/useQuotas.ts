import { useApolloClient, useQuery } from "@apollo/client/react";
import { useEffect } from "react";
import { follow } from "../../live/follow.ts";
import { seriousError } from "../../session/refusal.ts";
import { quotaChanged, quotasQuery } from "./quotaQueries.ts";

/** The quotas of the own tenant, live, or of another one, looked at every ten seconds. */
export function useQuotas(tenantId: string | null) {
  const client = useApolloClient();
  const { data, error, loading, refetch } = useQuery(quotasQuery, {
    variables: { tenantId },
    fetchPolicy: "cache-and-network",
    pollInterval: tenantId ? 10_000 : 60_000,
  });
  useEffect(
    function followQuotas() {
      if (tenantId !== null) return undefined;
      // All of them are one small answer, and of one moment.
      return follow(client, quotaChanged, {}, () => void refetch());
    },
    [client, tenantId, refetch],
  );
  const status = data?.quotaStatus;
  return {
    plan: status?.plan,
    quotas: status?.quotas,
    loading: loading && !status,
    error: seriousError(error),
    refetch,
  };
}
