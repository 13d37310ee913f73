import { graphql } from "../../gql/gql.ts";
import type { MessageStatsQuery } from "../../gql/graphql.ts";

export const statsQuery = graphql(`
  query MessageStats($input: MessageStatisticsInput!) {
    messageStatistics(input: $input) {
      asOf
      total {
        accepted
        sent
        failed
        cancelled
        delivered
        read
        successRate
        p50Ms
        p95Ms
      }
      hours {
        hour
        accepted
        sent
        failed
        cancelled
        delivered
        read
        successRate
        p50Ms
        p95Ms
      }
      accounts {
        accountId
        accepted
        sent
        failed
        cancelled
        delivered
        read
        successRate
        p50Ms
        p95Ms
      }
      types {
        type
        accepted
        sent
        failed
        cancelled
        delivered
        read
        successRate
        p50Ms
        p95Ms
      }
      failures {
        code
        count
        error {
          code
          meaning
          action
          meaningZh
          actionZh
        }
      }
    }
  }
`);

export type Statistics = MessageStatsQuery["messageStatistics"];
export type Sums = Statistics["total"];

export const ranges = ["24h", "7d", "30d", "90d"] as const;
export type Range = (typeof ranges)[number];

const hourMs = 3_600_000;
const hoursOf: Readonly<Record<Range, number>> = { "24h": 24, "7d": 168, "30d": 720, "90d": 2_160 };

/** From the hour so long ago to the end of the present one: the same question for as long as the hour lasts. */
export function spanOf(range: Range, now: number): { from: string; to: string } {
  const end = (Math.floor(now / hourMs) + 1) * hourMs;
  return { from: new Date(end - hoursOf[range] * hourMs).toISOString(), to: new Date(end).toISOString() };
}
