import type { Tx } from "../../wecom.database.ts";

/** Whether nobody has begun to put it before the employees; it stays so to the end of the transaction. */
export async function isStillOurs(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<object[]>`
    SELECT FROM wegraph_group_sends WHERE id = ${id}::uuid AND status = 'PENDING' FOR SHARE`;
  return rows.length > 0;
}

/**
 * Asks for the end of a batch's group sends. Returns the ids of those that WeCom has not got, whose messages can be
 * cancelled at once; WeCom has to be told of the others.
 */
export async function stopGroupSends(tx: Tx, batchId: string, now: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string; status: string }[]>`
    UPDATE wegraph_group_sends SET cancel_asked_at = coalesce(cancel_asked_at, ${now}::timestamptz), due_at = least(due_at, ${now}::timestamptz)
    WHERE batch_id = ${batchId}::uuid AND status IN ('PENDING', 'HANDING_OVER', 'WAITING')
    RETURNING id, status`;
  return rows.filter(({ status }) => status === "PENDING").map(({ id }) => id);
}
