import { audit } from "@wegraph/kit/audit";
import type { Logger } from "@wegraph/kit/log";
import { systemOrigin } from "@wegraph/kit/outbox";
import type { PrismaClient } from "@wegraph/db-core/client";
import { domain } from "../database.ts";

/**
 * Writes into the platform's own log that this process has begun to work across tenants, and why. Once for each
 * purpose: how often is counted by a metric. Before the platform is set up there is no log to write into.
 */
export function recordSystemScope(system: PrismaClient, purpose: string, log: Logger): void {
  const record = async () => {
    const platform = await system.tenant.findFirst({ where: { isPlatform: true }, select: { id: true } });
    if (!platform) return;
    await audit(system, domain, systemOrigin(purpose, platform.id), {
      action: "system-scope.opened",
      resourceType: "system-scope",
      resourceId: `${domain}: ${purpose}`,
    });
  };
  // Not awaited: the work must not wait for its own record, nor fail with it.
  record().catch((err: unknown) => log.warn({ err, purpose }, "use of the system scope not recorded"));
}
