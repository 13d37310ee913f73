import type { Origin } from "@wegraph/kit/outbox";
import type { CoreDatabase, Tx } from "../../database.ts";
import { purpose } from "../alert.purpose.ts";
import { alertColumns } from "../alert.row.ts";
import type { AlertRow } from "../alert.row.ts";
import { claimWork } from "../alert.work.ts";
import { policiesOf } from "../policy/policies.ts";
import { lockAlerts } from "./alertLock.ts";
import { putToTelling } from "./pending.ts";
import { isSameSuppression } from "./suppression.rules.ts";
import { suppressionsOf } from "./suppressionFacts.ts";
import { writeSuppressions } from "./suppression.store.ts";
import type { SuppressionChange } from "./suppression.store.ts";

export const refreshEveryMs = 5_000;

/**
 * Keeps true what alerts say of their silences and causes while time passes: one that is silenced no more, and that nobody
 * has heard of, is told of then.
 */
export class AlertSuppressor {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  /** @returns how many alerts changed; null: another process is at it, or it is not due. */
  refresh(when: "DUE" | "NOW" = "DUE"): Promise<number | null> {
    return this.db.system(purpose).$transaction(async (tx) => {
      if (!(await claimWork(tx, "refresh", { when, everyMs: refreshEveryMs, now: this.clock() })))
        return null;
      const tenants = await tx.$queryRaw<{ id: string }[]>`
        SELECT DISTINCT a.tenant_id::text AS id FROM saas_unified_alerts a JOIN saas_tenants t ON t.id = a.tenant_id
        WHERE a.state <> 'RESOLVED' AND t.status = 'ACTIVE'`;
      let changed = 0;
      for (const { id } of tenants) changed += await refreshTenant(tx, id, this.clock());
      return changed;
    });
  }
}

/** The same for one tenant, where somebody has just changed a silence. */
export async function refreshTenant(tx: Tx, tenantId: string, now: Date, origin?: Origin): Promise<number> {
  await lockAlerts(tx);
  const tenant = (await policiesOf(tx, [tenantId])).get(tenantId);
  if (!tenant) return 0;
  const open = await tx.$queryRaw<AlertRow[]>`
    SELECT ${alertColumns} FROM saas_unified_alerts a WHERE a.tenant_id = ${tenantId}::uuid AND a.state <> 'RESOLVED'`;
  const suppressed = await suppressionsOf(tx, tenantId, tenant.policy, now);
  const changes = open.flatMap((alert): SuppressionChange[] => {
    const wanted = suppressed(alert);
    // Why something is put off, or was never wanted, is for others to say.
    const isOurs = wanted !== null || isLasting(alert);
    return isOurs && !isSameSuppression(alert.suppression, wanted) ? [{ alert, suppression: wanted }] : [];
  });
  const written = await writeSuppressions(tx, changes, now, origin);
  const free = written.filter(({ suppression, notifiedAt }) => suppression === null && notifiedAt === null);
  await putToTelling(
    tx,
    free.map((alert) => ({ alert, change: "FIRED" })),
    now,
  );
  return written.length;
}

function isLasting({ suppression }: AlertRow): boolean {
  return suppression?.kind === "SILENCED" || suppression?.kind === "INHIBITED";
}
