import { Prisma } from "@wegraph/db-core/client";
import { changesBetween, recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { domain } from "../../database.ts";
import type { CoreDatabase, Tx } from "../../database.ts";
import { checkMatchers } from "../silence/silence.service.ts";
import { refreshTenant } from "../telling/suppressor.ts";
import { policyOf, shippedPolicy } from "./policy.rules.ts";
import type { AlertPolicy } from "./policy.rules.ts";

const record = recorderOf(domain, "alert-policy");

export interface PolicyRow {
  policy: AlertPolicy;
  isShipped: boolean;
  version: number;
  updatedAt: Date | null;
}

/** How a tenant wants to be told of alerts. */
export class AlertPolicyService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  read({ principal }: RequestContext): Promise<PolicyRow> {
    return readRow(this.db.tenant, principal.tenantId);
  }

  /** @param expectedVersion what the caller has seen; CONFLICT if somebody else has changed it since. */
  change(context: RequestContext, expectedVersion: number, change: Partial<AlertPolicy>): Promise<PolicyRow> {
    const { tenantId } = context.principal;
    for (const [nth, { source, target }] of (change.inhibitions ?? []).entries()) {
      checkMatchers(source, ["input", "inhibitions", nth, "source"]);
      checkMatchers(target, ["input", "inhibitions", nth, "target"]);
    }
    return this.db.tenant.$transaction(async (tx) => {
      const before = await lockedRow(tx, tenantId, expectedVersion);
      const changes = changesBetween({ ...before.policy }, change);
      if (changes.length === 0) return before;
      await mustBeMembers(tx, tenantId, change.escalation?.flatMap(({ userIds }) => userIds) ?? []);
      const policy = { ...before.policy, ...change };
      const after = await this.write(tx, context, before.version + 1, policy);
      await record(tx, context, "updated", tenantId, changes);
      return after;
    });
  }

  /** Nothing is kept of it: what later releases ship is then in force. @param expectedVersion as for `change`. */
  reset(context: RequestContext, expectedVersion: number): Promise<PolicyRow> {
    const { tenantId } = context.principal;
    return this.db.tenant.$transaction(async (tx) => {
      const before = await lockedRow(tx, tenantId, expectedVersion);
      if (before.isShipped) return before;
      const after = await this.write(tx, context, before.version + 1, null);
      await record(
        tx,
        context,
        "reset",
        tenantId,
        changesBetween({ ...before.policy }, { ...shippedPolicy }),
      );
      return after;
    });
  }

  private async write(
    tx: Tx,
    context: RequestContext,
    version: number,
    policy: AlertPolicy | null,
  ): Promise<PolicyRow> {
    const { tenantId, kind, id } = context.principal;
    const updatedAt = this.clock();
    const data = {
      document: policy ?? Prisma.JsonNull,
      version,
      updatedById: kind === "USER" ? id : null,
      updatedAt,
    };
    await tx.alertPolicy.upsert({ where: { tenantId }, create: { tenantId, ...data }, update: data });
    await refreshTenant(tx, tenantId, updatedAt, originOf(context));
    return { policy: policyOf(policy), isShipped: policy === null, version, updatedAt };
  }
}

async function readRow(db: Pick<Tx, "alertPolicy">, tenantId: string): Promise<PolicyRow> {
  const row = await db.alertPolicy.findUnique({ where: { tenantId } });
  const document = row?.document ?? null;
  return {
    policy: policyOf(document),
    isShipped: document === null,
    version: row?.version ?? 0,
    updatedAt: row?.updatedAt ?? null,
  };
}

async function lockedRow(tx: Tx, tenantId: string, expectedVersion: number): Promise<PolicyRow> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`alert policy ${tenantId}`}, 0))`;
  const row = await readRow(tx, tenantId);
  if (row.version !== expectedVersion)
    throw new AppError("CONFLICT", "ALERT_POLICY_CHANGED", "Somebody else has changed it.", {
      version: row.version,
    });
  return row;
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
