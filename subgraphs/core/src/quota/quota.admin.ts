import { audit, changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import type { QuotaDimension } from "@wegraph/kit/quota";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import type { QuotaPolicy } from "./quota.plans.ts";
import { purpose } from "./quota.purpose.ts";
import type { QuotaReconciler } from "./quota.reconcile.ts";

export interface WantedQuota {
  tenantId: string;
  dimension: QuotaDimension;
  limit?: number | null | undefined;
  thresholdPercent: number;
  policy: QuotaPolicy;
  ceiling?: number | null | undefined;
  step?: number | null | undefined;
  note: string;
}

interface AdminOptions {
  db: CoreDatabase;
  reconciler: QuotaReconciler;
  onChange: (tenantId: string, dimension: QuotaDimension) => void;
  clock: () => Date;
}

/** What the platform's administrators agree with a tenant instead of what its plan says. */
export class QuotaAdmin {
  constructor(private readonly options: AdminOptions) {}

  async set(context: RequestContext, wanted: WantedQuota): Promise<void> {
    const { tenantId, dimension, thresholdPercent, policy, note } = wanted;
    const after = { ...bounded(wanted), thresholdPercent, policy, note };
    await this.change(context, wanted, async (tx, before) => {
      const setById = context.principal.kind === "USER" ? context.principal.id : null;
      const data = { ...after, setById, updatedAt: this.options.clock() };
      await tx.tenantQuota.upsert({
        where: { tenantId_dimension: { tenantId, dimension } },
        create: { tenantId, dimension, ...data },
        update: data,
        select: { tenantId: true },
      });
      return { action: "quota.set", changes: changesBetween(before ?? {}, after) };
    });
  }

  /** What the plan says is in force again. Without an override it is no error. */
  async reset(
    context: RequestContext,
    place: { tenantId: string; dimension: QuotaDimension },
  ): Promise<void> {
    await this.change(context, place, async (tx, before) => {
      const { tenantId, dimension } = place;
      await tx.tenantQuota.deleteMany({ where: { tenantId, dimension } });
      const changes = Object.entries(before ?? {}).map(([field, value]) => ({ field, before: value }));
      return { action: "quota.reset", changes };
    });
  }

  private async change(
    context: RequestContext,
    { tenantId, dimension }: { tenantId: string; dimension: QuotaDimension },
    act: (
      tx: Tx,
      before: Record<string, unknown> | null,
    ) => Promise<{ action: string; changes: { field: string; before?: unknown; after?: unknown }[] }>,
  ): Promise<void> {
    const { db, reconciler, onChange } = this.options;
    await db.system(purpose).$transaction(async (tx) => {
      // Of two administrators one at a time; and there must be such a tenant.
      const found = await tx.$queryRaw<unknown[]>`
        SELECT id FROM saas_tenants WHERE id = ${tenantId}::uuid FOR NO KEY UPDATE`;
      if (found.length === 0) throw notFound("tenant", tenantId);
      const row = await tx.tenantQuota.findUnique({
        where: { tenantId_dimension: { tenantId, dimension } },
        select: { limit: true, thresholdPercent: true, policy: true, ceiling: true, step: true, note: true },
      });
      const before = row && numbered(row);
      const { action, changes } = await act(tx, before);
      if (changes.length === 0) return;
      const record = { action, resourceType: "quota", resourceId: `${tenantId}:${dimension}`, changes };
      const origin = originOf(context);
      await audit(tx, domain, origin, record);
      if (origin.tenantId !== tenantId) await audit(tx, domain, { ...origin, tenantId }, record);
    });
    await reconciler.limits(tenantId, [dimension]);
    onChange(tenantId, dimension);
  }
}

/** @throws AppError INVALID_INPUT when the numbers do not go together. */
function bounded({ limit: given, policy, ceiling: top, step: by }: WantedQuota) {
  const [limit, ceiling, step] = [given ?? null, top ?? null, by ?? null];
  const refused = (field: string, message: string) =>
    invalidInput([{ path: ["input", field], message }], "QUOTA_RULE_REFUSED");
  if (policy !== "AUTO_EXPAND") {
    if (ceiling !== null) throw refused("ceiling", "only a quota that expands has a ceiling");
    if (step !== null) throw refused("step", "only a quota that expands has a step");
  } else {
    if (limit === null) throw refused("limit", "what has no limit cannot expand");
    if (ceiling === null || ceiling < limit) throw refused("ceiling", "at least the limit");
    if (step === null) throw refused("step", "by how much it expands at a time");
  }
  return { limit, ceiling, step };
}

function numbered(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([field, value]) => [field, typeof value === "bigint" ? Number(value) : value]),
  );
}
