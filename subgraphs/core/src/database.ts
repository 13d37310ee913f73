import { PrismaPg } from "@prisma/adapter-pg";
import type { Database } from "@wegraph/kit/database";
import { PrismaClient } from "@wegraph/db-core/client";
import type { Prisma } from "@wegraph/db-core/client";

export type CoreDatabase = Database<PrismaClient>;
export type Tx = Prisma.TransactionClient;

/** The domain's name in subjects, metrics and the audit log. */
export const domain = "core";

/** A client over a pool. Under load a transaction waits as long for its connection as any other statement does. */
export function connect(pool: ConstructorParameters<typeof PrismaPg>[0]): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { maxWait: 10_000, timeout: 15_000 },
  });
}

/**
 * One change of rights at a time in a tenant, until the transaction ends. What must hold over several rows (an
 * administrator is left, roles inherit in no circle) can then be checked against what others do meanwhile.
 */
export async function lockRights(tx: Tx, tenantId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`rights ${tenantId}`}, 0))`;
}
