import { AsyncLocalStorage } from "node:async_hooks";

/** The tenant on whose behalf this code runs; the connection pool sets it on the database session. */
const scope = new AsyncLocalStorage<string>();

/**
 * Runs `work` with every database connection it checks out limited to one tenant.
 * Prisma promises are lazy, so `work` must await inside: `inTenant(id, async () => await db.x.count())`.
 */
export function inTenant<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
  return scope.run(tenantId, work);
}

/** The tenant in force, or undefined outside any: then row-level security shows no row at all. */
export function currentTenant(): string | undefined {
  return scope.getStore();
}
