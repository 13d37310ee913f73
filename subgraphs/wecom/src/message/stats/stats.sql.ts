import { Prisma } from "@wegraph/db-wecom/client";
import { bucketCount, quantile } from "./latency.rules.ts";
import type { MessageSums } from "./stats.model.ts";

/** The sums of a group of rows, as the database adds them up. */
export interface SumsRow {
  accepted: number;
  sent: number;
  failed: number;
  cancelled: number;
  delivered: number;
  read: number;
  latency: number[];
}

/** Sums over rows of wegraph_message_stats, named as in SumsRow. One sum per bucket: unnesting costs three times that. */
export const summed: Prisma.Sql = Prisma.raw(`
  coalesce(sum(accepted), 0)::int AS accepted, coalesce(sum(sent), 0)::int AS sent, coalesce(sum(failed), 0)::int AS failed,
  coalesce(sum(cancelled), 0)::int AS cancelled, coalesce(sum(delivered), 0)::int AS delivered, coalesce(sum(read), 0)::int AS read,
  ARRAY[${Array.from({ length: bucketCount }, (_, i) => `coalesce(sum(latency[${i + 1}]), 0)::int`).join(", ")}] AS latency`);

/** The sums as they are shown, with what follows from them. */
export function sumsOf({
  accepted,
  sent,
  failed,
  cancelled,
  delivered,
  read,
  latency,
}: SumsRow): Pick<MessageSums, keyof MessageSums> {
  return {
    accepted,
    sent,
    failed,
    cancelled,
    delivered,
    read,
    successRate: sent + failed === 0 ? null : sent / (sent + failed),
    p50Ms: quantile(latency, 0.5),
    p95Ms: quantile(latency, 0.95),
  };
}

export const noSums: SumsRow = {
  accepted: 0,
  sent: 0,
  failed: 0,
  cancelled: 0,
  delivered: 0,
  read: 0,
  latency: [],
};
