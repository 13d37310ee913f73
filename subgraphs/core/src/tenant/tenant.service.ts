import { audit } from "@wegraph/kit/audit";
import type { AuditRecord } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import type { EventDefinition } from "@wegraph/kit/events";
import { step } from "@wegraph/kit/machine";
import { quotaDimensions } from "@wegraph/kit/quota";
import { announce, originOf } from "@wegraph/kit/outbox";
import type { Prisma } from "@wegraph/db-core/client";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import type { QuotaReconciler } from "../quota/quota.reconcile.ts";
import type { NewTenant, TenantFounder } from "./tenantFounder.ts";
import {
  tenantCreated,
  tenantDeleted,
  tenantPlanChanged,
  tenantRestored,
  tenantResumed,
  tenantSuspended,
  tenantTimeZoneChanged,
} from "./tenant.events.ts";
import { purgeDelayMs, restoredStatus, tenantLifecycle } from "./tenant.rules.ts";
import type { TenantEvent, TenantPlan, TenantStatus } from "./tenant.rules.ts";
import { tenantColumns } from "./tenantRow.ts";
import type { TenantRow } from "./tenantRow.ts";

const purpose = "tenant-administration";

/** What the platform's administrators do with tenants. Each act stands in the platform's audit log and the tenant's own. */
export class TenantService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly founder: TenantFounder,
    private readonly quotas: QuotaReconciler,
    private readonly clock: () => Date,
  ) {}

  async create(context: RequestContext, wanted: NewTenant): Promise<TenantRow> {
    const prepared = await this.founder.prepare(wanted.admin, "adminPassword");
    const founded = await this.db.system(purpose).$transaction(async (tx) => {
      const tenant = await this.founder.found(tx, { ...wanted, isPlatform: false }, prepared);
      const { name, slug, plan } = tenant;
      await this.record(tx, context, tenant.id, {
        action: "tenant.created",
        changes: [
          { field: "name", after: name },
          { field: "slug", after: slug },
          { field: "plan", after: plan },
          { field: "admin", after: wanted.admin.email },
        ],
      });
      await this.announce(tx, context, tenantCreated, { tenantId: tenant.id, name, plan });
      return tenant;
    });
    await this.quotas.seats(founded.id);
    return founded;
  }

  suspend(context: RequestContext, tenantId: string, reason: string): Promise<TenantRow> {
    return this.apply(context, tenantId, "suspend", async (tx, now) => {
      await this.announce(tx, context, tenantSuspended, { tenantId, reason });
      return {
        data: { suspendedAt: now, suspendedReason: reason },
        said: [{ field: "reason", after: reason }],
      };
    });
  }

  resume(context: RequestContext, tenantId: string): Promise<TenantRow> {
    return this.apply(context, tenantId, "resume", async (tx) => {
      await this.announce(tx, context, tenantResumed, { tenantId });
      return { data: { suspendedAt: null, suspendedReason: null } };
    });
  }

  delete(context: RequestContext, tenantId: string): Promise<TenantRow> {
    return this.apply(context, tenantId, "delete", async (tx, now) => {
      const purgeAfter = new Date(now.getTime() + purgeDelayMs);
      await this.announce(tx, context, tenantDeleted, { tenantId, purgeAfter: purgeAfter.toISOString() });
      return {
        data: { deletedAt: now, purgeAfter },
        said: [{ field: "purgeAfter", after: purgeAfter.toISOString() }],
      };
    });
  }

  restore(context: RequestContext, tenantId: string): Promise<TenantRow> {
    return this.apply(context, tenantId, "restore", async (tx, now, tenant) => {
      if (tenant.purgeAfter && tenant.purgeAfter <= now)
        throw new AppError(
          "CONFLICT",
          "TENANT_PURGE_DUE",
          "The time in which the tenant could be restored is over.",
        );
      const status = restoredStatus(tenant);
      await this.announce(tx, context, tenantRestored, { tenantId, status });
      return { data: { status, deletedAt: null, purgeAfter: null } };
    });
  }

  async changePlan(context: RequestContext, tenantId: string, plan: TenantPlan): Promise<TenantRow> {
    const changed = await this.db.system(purpose).$transaction(async (tx) => {
      const tenant = await locked(tx, tenantId);
      if (tenant.plan === plan) return tenant;
      const after = await tx.tenant.update({
        where: { id: tenantId },
        data: { plan },
        select: tenantColumns,
      });
      await this.announce(tx, context, tenantPlanChanged, { tenantId, from: tenant.plan, to: plan });
      await this.record(tx, context, tenantId, {
        action: "tenant.plan-changed",
        changes: [{ field: "plan", before: tenant.plan, after: plan }],
      });
      return after;
    });
    await this.quotas.limits(tenantId, quotaDimensions);
    return changed;
  }

  async changeTimeZone(context: RequestContext, tenantId: string, timeZone: string): Promise<TenantRow> {
    return this.db.system(purpose).$transaction(async (tx) => {
      const tenant = await locked(tx, tenantId);
      if (tenant.timeZone === timeZone) return tenant;
      const where = { id: tenantId };
      const after = await tx.tenant.update({ where, data: { timeZone }, select: tenantColumns });
      const change = { from: tenant.timeZone, to: timeZone };
      await this.announce(tx, context, tenantTimeZoneChanged, { tenantId, ...change });
      await this.record(tx, context, tenantId, {
        action: "tenant.time-zone-changed",
        changes: [{ field: "timeZone", before: change.from, after: change.to }],
      });
      return after;
    });
  }

  private async apply(
    context: RequestContext,
    tenantId: string,
    event: TenantEvent,
    act: (
      tx: Tx,
      now: Date,
      tenant: TenantRow,
    ) => Promise<{ data: Prisma.TenantUpdateInput; said?: AuditRecord["changes"] }>,
  ): Promise<TenantRow> {
    return this.db.system(purpose).$transaction(async (tx) => {
      const tenant = await locked(tx, tenantId);
      if (tenant.isPlatform)
        throw new AppError(
          "CONFLICT",
          "TENANT_IS_PLATFORM",
          "The platform's own tenant always stays active.",
        );
      const next: TenantStatus = step(tenantLifecycle, tenant.status, event);
      const { data, said = [] } = await act(tx, this.clock(), tenant);
      const after = await tx.tenant.update({
        where: { id: tenantId },
        data: { status: next, ...data },
        select: tenantColumns,
      });
      await this.record(tx, context, tenantId, {
        action: `tenant.${pastTense[event]}`,
        changes: [{ field: "status", before: tenant.status, after: after.status }, ...said],
      });
      return after;
    });
  }

  /** Under the tenant's own subject, whoever acted: whoever follows the tenant must learn of it. */
  private async announce<P extends { tenantId: string }>(
    tx: Tx,
    context: RequestContext,
    event: EventDefinition<P>,
    payload: P,
  ): Promise<void> {
    await announce(tx, { ...originOf(context), tenantId: payload.tenantId }, event, payload);
  }

  private async record(
    tx: Tx,
    context: RequestContext,
    tenantId: string,
    record: Pick<AuditRecord, "action" | "changes">,
  ): Promise<void> {
    const origin = originOf(context);
    const entry = { ...record, resourceType: "tenant", resourceId: tenantId };
    await audit(tx, domain, origin, entry);
    if (origin.tenantId !== tenantId) await audit(tx, domain, { ...origin, tenantId }, entry);
  }
}

const pastTense: Record<TenantEvent, string> = {
  suspend: "suspended",
  resume: "resumed",
  delete: "deleted",
  restore: "restored",
};

/** Two administrators who act on one tenant at once take turns. */
async function locked(tx: Tx, tenantId: string): Promise<TenantRow> {
  await tx.$executeRaw`SELECT 1 FROM saas_tenants WHERE id = ${tenantId}::uuid FOR UPDATE`;
  const tenant = await tx.tenant.findUnique({ where: { id: tenantId }, select: tenantColumns });
  if (!tenant) throw notFound("tenant", tenantId);
  return tenant;
}
