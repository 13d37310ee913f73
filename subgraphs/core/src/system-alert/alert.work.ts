import type { Tx } from "../database.ts";

export type AlertWorkName = "evaluate" | "refresh" | "escalate";

export interface WorkRequest {
  when: "DUE" | "NOW";
  everyMs: number;
  now: Date;
}

/**
 * Takes a piece of work for the transaction, so that of any number of processes one does it. The lock is the lease: it is
 * gone with the process that held it. The database's clock alone says when something is due.
 *
 * @returns null: another process is at it, or it is not due.
 */
export async function claimWork(
  tx: Tx,
  name: AlertWorkName,
  { when, everyMs, now }: WorkRequest,
): Promise<{ doneBefore: Date | null } | null> {
  await tx.$executeRaw`INSERT INTO wegraph_alert_work (name, due_at) VALUES (${name}, now()) ON CONFLICT DO NOTHING`;
  const [taken] = await tx.$queryRaw<{ doneAt: Date | null }[]>`
    SELECT done_at AS "doneAt" FROM wegraph_alert_work WHERE name = ${name} AND (${when === "NOW"} OR due_at <= now())
    FOR UPDATE SKIP LOCKED`;
  if (!taken) return null;
  await tx.$executeRaw`
    UPDATE wegraph_alert_work SET done_at = ${now}::timestamptz, due_at = now() + make_interval(secs => ${everyMs / 1_000}::float8)
    WHERE name = ${name}`;
  return { doneBefore: taken.doneAt };
}
