import type { AccountStatus } from "../../gql/graphql.ts";
import type { AccountEvent } from "../../live/accountStream.ts";

export interface Counts {
  total: number;
  byStatus: Readonly<Partial<Record<AccountStatus, number>>>;
  asOf: string;
}

/**
 * The counts a query gave, brought forward by what the stream told since. An event the query has
 * already counted is not counted again: both times are the server's.
 */
export function bringForward(counts: Counts, events: readonly AccountEvent[]): Counts {
  const since = Date.parse(counts.asOf);
  const byStatus: Partial<Record<AccountStatus, number>> = { ...counts.byStatus };
  let { total, asOf } = counts;
  for (const { from, to, at } of events) {
    if (Date.parse(at) <= since) continue;
    if (from === null) total += 1;
    else byStatus[from] = Math.max(0, (byStatus[from] ?? 0) - 1);
    byStatus[to] = (byStatus[to] ?? 0) + 1;
    if (Date.parse(at) > Date.parse(asOf)) asOf = at;
  }
  return { total, byStatus, asOf };
}

export function countOf(counts: Counts, ...statuses: readonly AccountStatus[]): number {
  return statuses.reduce((sum, status) => sum + (counts.byStatus[status] ?? 0), 0);
}
