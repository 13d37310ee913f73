import type { AccountAlertSeverity, AccountAlertState } from "../gql/graphql.ts";

interface Count {
  state: AccountAlertState;
  severity: AccountAlertSeverity;
  count: number;
}

/** How many of a state, and of a severity where one is named. */
export function alertCount(
  counts: readonly Count[],
  state: AccountAlertState,
  severity?: AccountAlertSeverity,
): number {
  return counts
    .filter((each) => each.state === state && (severity === undefined || each.severity === severity))
    .reduce((sum, { count }) => sum + count, 0);
}

/** The worst severity that anybody still has to look at. */
export function worstOpen(counts: readonly Count[]): AccountAlertSeverity | null {
  const worst = (["CRITICAL", "WARNING", "INFO"] as const).find(
    (severity) => alertCount(counts, "OPEN", severity) > 0,
  );
  return worst ?? null;
}
