import { Prisma } from "@wegraph/db-wecom/client";

const hourMs = 3_600_000;

/** What is measured of a kind, for all accounts of whoever asks: a tenant's role sees the tenant's alone. */
export interface Collector {
  /**
   * A query of (account_id uuid, value float8, began timestamptz, detail jsonb). Accounts without anything to measure are
   * left out; those that are far from any threshold may be.
   */
  measure(now: Date): Prisma.Sql;
}

/**
 * Joins sums `s` that are kept by the hour: of the hour before only the part that is not older than an hour counts. It is
 * taken to have been even.
 */
export function weightOfHour(now: Date): Prisma.Sql {
  const hour = new Date(Math.floor(now.getTime() / hourMs) * hourMs);
  const before = new Date(hour.getTime() - hourMs);
  const share = 1 - (now.getTime() - hour.getTime()) / hourMs;
  return Prisma.sql`JOIN (VALUES (${hour}::timestamptz, 1::float8), (${before}::timestamptz, ${share}::float8)) AS w (hour, weight) ON w.hour = s.hour`;
}
