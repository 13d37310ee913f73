import type { Prisma, PrismaClient } from "@wegraph/db-health/client";
import type { Database } from "@wegraph/kit/database";

export type HealthDatabase = Database<PrismaClient>;

/** A transaction: of one tenant, or of the system. */
export type Tx = Prisma.TransactionClient;

/** For transactions that may wait behind a burst of others; the default of 2 s would refuse some of them. */
export const lenient = { maxWait: 10_000, timeout: 15_000 } as const;

/** The domain's name in subjects, metrics and the audit log. */
export const domain = "health";
