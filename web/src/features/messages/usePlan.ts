import { useQuery } from "@apollo/client/react";
import { useMemo } from "react";
import { graphql } from "../../gql/gql.ts";
import type { MessagePlanQuery, PlanMessagesInput } from "../../gql/graphql.ts";
import { useDebounced } from "../../ui/useDebounced.ts";

const planQuery = graphql(`
  query MessagePlan($input: PlanMessagesInput!) {
    planMessages(input: $input) {
      total
      atOnce
      later
      overflow
      startAt
      predictedEndAt
      accounts {
        accountId
        messages
        known
        isNamed
        healthScore
        load
        quotaLeft
        quotaPerDay
        account {
          id
          name
        }
      }
    }
  }
`);

export type Plan = MessagePlanQuery["planMessages"];

const pauseMs = 700;
const nothing = "null";

/**
 * What would become of an order, asked in pauses.
 * @param order as JSON, so that the same order made anew is not asked about again; "null" while there is none
 */
export function usePlan(order: string): {
  plan: Plan | undefined;
  error: unknown;
  loading: boolean;
  refetch: () => void;
} {
  const held = useDebounced(order, pauseMs);
  const input = useMemo(() => inputOf(held), [held]);
  const skip = order === nothing || input === null;
  const { data, previousData, error, loading, refetch } = useQuery(planQuery, {
    variables: { input: input ?? { recipients: [] } },
    skip,
    fetchPolicy: "network-only",
  });
  return {
    plan: skip ? undefined : (data ?? (error ? undefined : previousData))?.planMessages,
    error: skip ? undefined : error,
    loading: !skip && (loading || held !== order),
    refetch: () => void refetch(),
  };
}

function inputOf(order: string): PlanMessagesInput | null {
  // It is what the page has just written.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return JSON.parse(order) as PlanMessagesInput | null;
}
