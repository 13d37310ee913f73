import { audit, changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { domain } from "../../database.ts";
import type { CoreDatabase, Tx } from "../../database.ts";
import { checkMatchers } from "../silence/silence.service.ts";
import { refreshTenant } from "../telling/suppressor.ts";
import { policyOf } from "./policy.rules.ts";
import type { AlertPolicy } from "./policy.rules.ts";

export interface PolicyRow {
  policy: AlertPolicy;
  /** 0: as shipped. */
  version: number;
  updatedAt: Date | null;
}

/** How a tenant wants to be told of alerts. */
export class AlertPolicyService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  async read({ principal }: RequestContext): Promise<PolicyRow> {
    const row = await this.db.tenant.alertPolicy.findUnique({ where: { tenantId: principal.tenantId } });
    return {
      policy: policyOf(row?.document ?? null),
      version: row?.version ?? 0,
      updatedAt: row?.updatedAt ?? null,
    };
  }

  /** @param expectedVersion what the caller has seen; CONFLICT if somebody else has changed it since. */
  change(context: RequestContext, expectedVersion: number, change: Partial<AlertPolicy>): Promise<PolicyRow> {
    const { tenantId, kind, id: actorId } = context.principal;
    for (const [nth, { source, target }] of (change.inhibitions ?? []).entries()) {
      checkMatchers(source, ["input", "inhibitions", nth, "source"]);
      checkMatchers(target, ["input", "inhibitions", nth, "target"]);
    }
    return this.db.tenant.$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`alert policy ${tenantId}`}, 0))`;
      const row = await tx.alertPolicy.findUnique({ where: { tenantId } });
      const version = row?.version ?? 0;
      if (version !== expectedVersion)
        throw new AppError("CONFLICT", "ALERT_POLICY_CHANGED", "Somebody else has changed it.", { version });
      const before = policyOf(row?.document ?? null);
      const policy = { ...before, ...change };
      const changes = changesBetween({ ...before }, change);
      if (changes.length === 0) return { policy, version, updatedAt: row?.updatedAt ?? null };
      await mustBeMembers(tx, tenantId, change.escalation?.flatMap(({ userIds }) => userIds) ?? []);
      const now = this.clock();
      const data = {
        document: policy,
        version: version + 1,
        updatedById: kind === "USER" ? actorId : null,
        updatedAt: now,
      };
      if (row) await tx.alertPolicy.updateMany({ where: { tenantId }, data });
      else await tx.alertPolicy.createMany({ data: { tenantId, ...data } });
      await audit(tx, domain, originOf(context), {
        action: "alert-policy.updated",
        resourceType: "alert-policy",
        resourceId: tenantId,
        changes,
      });
      await refreshTenant(tx, tenantId, now, originOf(context));
      return { policy, version: version + 1, updatedAt: now };
    });
  }
}

/** Nobody is woken by a tenant that they do not belong to. */
async function mustBeMembers(tx: Tx, tenantId: string, userIds: readonly string[]): Promise<void> {
  const held = await tx.userRole.findMany({
    where: { tenantId, userId: { in: [...userIds] } },
    select: { userId: true },
  });
  const members = new Set(held.map(({ userId }) => userId));
  const stranger = userIds.find((id) => !members.has(id.toLowerCase()));
  if (stranger !== undefined) throw notFound("user", stranger);
}
