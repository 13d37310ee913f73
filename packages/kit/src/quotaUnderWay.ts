import type { RawExecutor } from "./outbox.ts";

/** Keeps these locks apart from others of the same text. */
const seed = 49;

/**
 * Before something is taken under this key: until the transaction ends nobody may take it for lost. The lock is the
 * database's, which lets go of it however the transaction ends, and knows of a dead process before anybody else.
 */
export async function markUnderWay(tx: RawExecutor, key: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, ${seed}::bigint))`;
}

/** The part of a Prisma transaction that can look. */
interface RawReader {
  $queryRaw<T>(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<T>;
}

/** Of these keys those whose transactions are over. Look only afterwards, with a statement of its own, what they committed. */
export async function notUnderWay(tx: RawReader, keys: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ key: string }[]>`
    SELECT key FROM unnest(${[...keys]}::text[]) AS given (key) WHERE pg_try_advisory_xact_lock(hashtextextended(key, ${seed}::bigint))`;
  return rows.map(({ key }) => key);
}
