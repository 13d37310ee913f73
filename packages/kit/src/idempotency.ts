import { createHash } from "node:crypto";
import { AppError } from "./errors.ts";
import type { RawExecutor } from "./outbox.ts";

/** The part of a Prisma transaction that remembers answers. */
export interface RawTransaction extends RawExecutor {
  $queryRaw<T = unknown>(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<T>;
}

export interface IdempotentRequest {
  tenantId: string;
  /** The operation: keys of different operations do not meet. */
  scope: string;
  /** The client's key; none means the client does not mind a repeat. */
  key: string | null | undefined;
  input: unknown;
}

/**
 * Runs `act` once per key, inside the transaction of the act, and gives every repeat the first answer.
 * A concurrent repeat waits for the first to commit (the key's row is locked by its insert).
 *
 * @param act returns what the repeat shall get: a small JSON value, usually the id of what was made.
 * @throws AppError IDEMPOTENCY_CONFLICT when the key was used with another input.
 */
export async function once<T>(
  tx: RawTransaction,
  request: IdempotentRequest,
  act: () => Promise<T>,
): Promise<T> {
  const { tenantId, scope, key, input } = request;
  if (key == null) return act();
  const hash = createHash("sha256").update(canonical(input)).digest("base64url");
  const taken = await tx.$executeRaw`
    INSERT INTO wegraph_idempotency_keys (tenant_id, scope, key, input_hash) VALUES (${tenantId}::uuid, ${scope}, ${key}, ${hash})
    ON CONFLICT DO NOTHING`;
  if (taken === 1) {
    const result = await act();
    const stored = JSON.stringify(result ?? null);
    await tx.$executeRaw`
      UPDATE wegraph_idempotency_keys SET result = ${stored}::jsonb
      WHERE tenant_id = ${tenantId}::uuid AND scope = ${scope} AND key = ${key}`;
    return result;
  }
  const rows = await tx.$queryRaw<{ input_hash: string; result: T }[]>`
    SELECT input_hash, result FROM wegraph_idempotency_keys
    WHERE tenant_id = ${tenantId}::uuid AND scope = ${scope} AND key = ${key}`;
  const known = rows[0];
  if (!known || known.input_hash !== hash)
    throw new AppError(
      "IDEMPOTENCY_CONFLICT",
      "IDEMPOTENCY_KEY_REUSED",
      "This idempotency key was used before with another input.",
      { key },
    );
  return known.result;
}

/** JSON with sorted keys, so that the order in which a client writes its fields does not matter. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      part !== null && typeof part === "object" && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? "null"
  );
}
