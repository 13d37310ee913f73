import type { HealthAlertSeverity, HealthAlertState } from "../gql/graphql.ts";

interface Count {
  state: HealthAlertState;
  severity: HealthAlertSeverity;
  count: number;
}

/** The worst first. */
export const healthAlertSeverities = ["CRITICAL", "WARNING", "INFO"] as const satisfies HealthAlertSeverity[];

/** How many of a state, and of a severity where one is named. */
export function healthAlertCount(
  counts: readonly Count[],
  state: HealthAlertState,
  severity?: HealthAlertSeverity,
): number {
  return counts
    .filter((each) => each.state === state && (severity === undefined || each.severity === severity))
    .reduce((sum, { count }) => sum + count, 0);
}

/** The worst severity that nobody has taken on. */
export function worstActive(counts: readonly Count[]): HealthAlertSeverity | null {
  return healthAlertSeverities.find((severity) => healthAlertCount(counts, "ACTIVE", severity) > 0) ?? null;
}
