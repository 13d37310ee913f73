import { purgeTenant } from "@wegraph/database/purge";
import { audit } from "@wegraph/kit/audit";
import { announce, systemOrigin } from "@wegraph/kit/outbox";
import type { JobRun } from "@wegraph/kit/scheduledJob";
import type { Pool } from "pg";
import { domain } from "../database.ts";
import type { CoreDatabase } from "../database.ts";
import { tenantPurged } from "./tenant.events.ts";

const purpose = "tenant-purge";

/**
 * What outlives a tenant: what was done (the chain would not hold without it), what was billed, and what is on its way
 * out. Measurements go by their own, short retention. Memberships go last, with the people who have no other.
 */
const kept = [
  "saas_unified_audit_logs",
  "wegraph_audit_heads",
  "saas_billing_records",
  "wegraph_outbox",
  "saas_system_metrics",
  "saas_metric_series",
  "saas_user_roles",
  "saas_roles",
];

/**
 * Removes the data of tenants whose time to be restored is over, and tells the other domains to do the same. The bytes of
 * their files have no row any more then, and go with the clean-up of the store.
 */
export class TenantPurge {
  constructor(
    private readonly db: CoreDatabase,
    private readonly pool: Pool,
    private readonly clock: () => Date,
  ) {}

  /** Returns how many tenants are gone. */
  async run({ signal }: Pick<JobRun, "signal">): Promise<number> {
    const due = await this.db.system(purpose).tenant.findMany({
      where: { status: "DELETED", purgedAt: null, isPlatform: false, purgeAfter: { lte: this.clock() } },
      select: { id: true },
    });
    let count = 0;
    for (const { id } of due) {
      if (signal.aborted) break;
      await purgeTenant(this.pool, id, { kept, signal });
      if (!signal.aborted && (await this.finish(id))) count += 1;
    }
    return count;
  }

  /** False: another process was faster. */
  private finish(tenantId: string): Promise<boolean> {
    return this.db.system(purpose).$transaction(async (tx) => {
      const won = await tx.tenant.updateMany({
        where: { id: tenantId, purgedAt: null },
        data: { purgedAt: this.clock() },
      });
      if (won.count === 0) return false;
      const members = await tx.userRole.findMany({ where: { tenantId }, select: { userId: true } });
      await tx.userRole.deleteMany({ where: { tenantId } });
      await tx.role.deleteMany({ where: { tenantId } });
      await tx.user.deleteMany({
        where: { id: { in: members.map(({ userId }) => userId) }, roles: { none: {} } },
      });
      const origin = systemOrigin(purpose, tenantId);
      await announce(tx, origin, tenantPurged, { tenantId });
      const entry = { action: "tenant.purged", resourceType: "tenant", resourceId: tenantId, changes: [] };
      await audit(tx, domain, origin, entry);
      return true;
    });
  }
}
