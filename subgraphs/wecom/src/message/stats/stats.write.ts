import type { Tx } from "../../wecom.database.ts";
import { groupedBy } from "../sending/settled.ts";
import type { Changed } from "../sending/settled.ts";
import { bucketOf, emptyHistogram } from "./latency.rules.ts";

const counted = ["SENT", "FAILED", "CANCELLED", "DELIVERED", "READ"] as const;

/** Adds what has just happened to the hour it happened in, in the transaction in which it did. */
export async function countChanges(tx: Tx, changes: readonly Changed[], now: Date): Promise<void> {
  const ended = changes.filter(({ status }) => counted.some((each) => each === status));
  if (ended.length === 0) return;
  const hour = hourOf(now);
  const sums = groupedBy(ended, ({ tenantId, accountId, type }) => `${tenantId} ${accountId} ${type}`).map(
    ([, rows]) => ({
      ...placeOf(rows),
      sent: rows.filter(({ status }) => status === "SENT").length,
      failed: rows.filter(({ status }) => status === "FAILED").length,
      cancelled: rows.filter(({ status }) => status === "CANCELLED").length,
      delivered: rows.filter(({ status }) => status === "DELIVERED").length,
      read: rows.filter(({ status }) => status === "READ").length,
      latency: histogramOf(rows),
    }),
  );
  await tx.$executeRaw`
    INSERT INTO wegraph_message_stats AS s (tenant_id, account_id, type, hour, sent, failed, cancelled, delivered, read, latency)
    SELECT n."tenantId", n."accountId", n.type, ${hour}::timestamptz, n.sent, n.failed, n.cancelled, n.delivered, n.read, n.latency
    FROM jsonb_to_recordset(${JSON.stringify(sums)}::jsonb)
      AS n ("tenantId" uuid, "accountId" uuid, type text, sent int, failed int, cancelled int, delivered int, read int, latency int[])
    ON CONFLICT (tenant_id, hour, account_id, type) DO UPDATE SET sent = s.sent + excluded.sent, failed = s.failed + excluded.failed,
      cancelled = s.cancelled + excluded.cancelled, delivered = s.delivered + excluded.delivered, read = s.read + excluded.read,
      latency = ARRAY (SELECT a + b FROM unnest(s.latency, excluded.latency) WITH ORDINALITY AS t (a, b, i) ORDER BY i)`;
  await countFailures(tx, ended, hour);
}

/** Adds what has just been accepted of one tenant to its hour, in the transaction that makes it durable. */
export async function countAccepted(
  tx: Tx,
  tenantId: string,
  accepted: readonly { accountId: string; type: string }[],
  now: Date,
): Promise<void> {
  const sums = groupedBy(accepted, ({ accountId, type }) => `${accountId} ${type}`).map(([, rows]) => ({
    accountId: rows[0]?.accountId,
    type: rows[0]?.type,
    count: rows.length,
  }));
  if (sums.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO wegraph_message_stats AS s (tenant_id, account_id, type, hour, accepted, latency)
    SELECT ${tenantId}::uuid, n."accountId", n.type, ${hourOf(now)}::timestamptz, n.count, ${emptyHistogram()}::int[]
    FROM jsonb_to_recordset(${JSON.stringify(sums)}::jsonb) AS n ("accountId" uuid, type text, count int)
    ON CONFLICT (tenant_id, hour, account_id, type) DO UPDATE SET accepted = s.accepted + excluded.accepted`;
}

function hourOf(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
}

async function countFailures(tx: Tx, ended: readonly Changed[], hour: Date): Promise<void> {
  const failed = ended.filter(({ status }) => status === "FAILED");
  if (failed.length === 0) return;
  const sums = groupedBy(
    failed,
    ({ tenantId, accountId, type, errorCode }) => `${tenantId} ${accountId} ${type} ${errorCode}`,
  ).map(([, rows]) => ({ ...placeOf(rows), reason: rows[0]?.errorCode ?? "UNKNOWN", count: rows.length }));
  await tx.$executeRaw`
    INSERT INTO wegraph_message_failure_stats AS s (tenant_id, account_id, type, hour, reason, count)
    SELECT n."tenantId", n."accountId", n.type, ${hour}::timestamptz, n.reason, n.count
    FROM jsonb_to_recordset(${JSON.stringify(sums)}::jsonb) AS n ("tenantId" uuid, "accountId" uuid, type text, reason text, count int)
    ON CONFLICT (tenant_id, hour, account_id, type, reason) DO UPDATE SET count = s.count + excluded.count`;
}

function placeOf(rows: readonly Changed[]) {
  const [first] = rows;
  return { tenantId: first?.tenantId, accountId: first?.accountId, type: first?.type };
}

function histogramOf(rows: readonly Changed[]): number[] {
  const histogram = emptyHistogram();
  for (const { latencyMs } of rows) {
    if (latencyMs === null) continue;
    const bucket = bucketOf(latencyMs);
    histogram[bucket] = (histogram[bucket] ?? 0) + 1;
  }
  return histogram;
}
