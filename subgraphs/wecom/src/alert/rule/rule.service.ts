import { audit, changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { demand, refusal, scopeFor } from "@wegraph/kit/principal";
import type { Permission } from "@wegraph/kit/principal";
import { reaches } from "@wegraph/kit/reach";
import { v7 } from "uuid";
import { domain, patient } from "../../wecom.database.ts";
import type { Tx, WecomDatabase } from "../../wecom.database.ts";
import { alertKinds } from "../alert.codes.ts";
import type { AlertKind } from "../alert.codes.ts";
import { readPreview } from "./rule.preview.ts";
import type { PreviewAccountAlertRuleInput, SetAccountAlertRuleInput } from "./rule.input.ts";
import type { AccountAlertPreview, AccountAlertRule } from "./rule.model.ts";
import { ruleViewOf, valuesOf } from "./rule.view.ts";
import type { RuleRow } from "./rule.view.ts";

const right = "alert-rule:manage";

/** Rules: what is built in, and what a tenant says instead, for all accounts or for one. */
export class AlertRules {
  constructor(
    private readonly db: WecomDatabase,
    private readonly clock: () => Date,
  ) {}

  /** One of every kind, as it is in force for the tenant or an account. */
  async list(context: RequestContext, accountId: string | null): Promise<AccountAlertRule[]> {
    if (accountId !== null) await this.demandAccount(context, accountId, "alert:read");
    const [rows, counts] = await Promise.all([
      this.db.tenant.accountMonitorRule.findMany({
        where: { OR: [{ accountId: null }, ...(accountId === null ? [] : [{ accountId }])] },
      }),
      accountId === null
        ? this.db.tenant.accountMonitorRule.groupBy({
            by: ["kind"],
            where: { accountId: { not: null } },
            _count: { _all: true },
          })
        : [],
    ]);
    const countOf = new Map(counts.map(({ kind, _count }) => [kind, _count._all]));
    return alertKinds.map((kind) =>
      ruleViewOf(kind, {
        ofTenant: rows.find((row) => row.kind === kind && row.accountId === null),
        ofAccount: rows.find((row) => row.kind === kind && row.accountId !== null),
        accountRules: countOf.get(kind) ?? 0,
      }),
    );
  }

  async set(context: RequestContext, input: SetAccountAlertRuleInput): Promise<AccountAlertRule> {
    const { principal } = context;
    const { kind, expectedVersion, accountId = null, ...values } = input;
    await this.demandTarget(context, accountId);
    const now = this.clock();
    const data = {
      ...values,
      criticalAt: values.criticalAt ?? null,
      updatedById: principal.kind === "USER" ? principal.id : null,
      updatedAt: now,
    };
    await this.db.tenant.$transaction(async (tx) => {
      const row = await lockRule(tx, kind, accountId);
      const version = row?.version ?? 0;
      if (expectedVersion != null && expectedVersion !== version)
        throw new AppError("CONFLICT", "ALERT_RULE_STALE", "The rule has changed meanwhile.", {
          kind,
          version,
        });
      const before = row
        ? valuesOf(row)
        : ruleViewOf(kind, { ofTenant: undefined, ofAccount: undefined, accountRules: 0 }).values;
      const { updatedAt: _, updatedById: __, ...after } = data;
      const changes = changesBetween(Object.fromEntries(Object.entries(before)), after);
      if (row && changes.length === 0) return;
      if (row)
        await tx.accountMonitorRule.update({
          where: { id: row.id },
          data: { ...data, version: version + 1 },
        });
      else
        await tx.accountMonitorRule.create({
          data: {
            ...data,
            id: v7(),
            tenantId: principal.tenantId,
            accountId,
            kind,
            version: 1,
            createdAt: now,
          },
        });
      await audit(tx, domain, originOf(context), {
        action: "alert-rule.set",
        resourceType: "alert-rule",
        resourceId: accountId ?? kind,
        changes: [{ field: "kind", after: kind }, ...changes],
      });
    }, patient);
    return this.one(context, kind, accountId);
  }

  /** Back to what holds without it. A rule that is none of their own stays as it is. */
  async reset(context: RequestContext, kind: AlertKind, accountId: string | null): Promise<AccountAlertRule> {
    await this.demandTarget(context, accountId);
    await this.db.tenant.$transaction(async (tx) => {
      const row = await lockRule(tx, kind, accountId);
      if (!row) return;
      await tx.accountMonitorRule.delete({ where: { id: row.id } });
      await audit(tx, domain, originOf(context), {
        action: "alert-rule.reset",
        resourceType: "alert-rule",
        resourceId: accountId ?? kind,
        changes: [
          { field: "kind", after: kind },
          ...Object.entries(valuesOf(row)).map(([field, before]: [string, unknown]) => ({ field, before })),
        ],
      });
    }, patient);
    return this.one(context, kind, accountId);
  }

  /** For which accounts an alert would be raised now, were this the rule. */
  async preview(context: RequestContext, input: PreviewAccountAlertRuleInput): Promise<AccountAlertPreview> {
    const { accountId = null } = input;
    if (accountId !== null) await this.demandAccount(context, accountId, right);
    return readPreview(this.db, context.principal, input, this.clock());
  }

  private async one(
    context: RequestContext,
    kind: AlertKind,
    accountId: string | null,
  ): Promise<AccountAlertRule> {
    const rule = (await this.list(context, accountId)).find((each) => each.kind === kind);
    if (!rule) throw new RangeError(`there is no kind ${kind}`);
    return rule;
  }

  /** The tenant's rules are for who manages them for the whole tenant. */
  private async demandTarget(context: RequestContext, accountId: string | null): Promise<void> {
    const { principal } = context;
    demand(principal, right);
    if (accountId !== null) return this.demandAccount(context, accountId, right);
    if (scopeFor(principal, right) !== "TENANT") throw refusal(principal, [right]);
  }

  private async demandAccount(
    { principal }: RequestContext,
    accountId: string,
    permission: Permission,
  ): Promise<void> {
    const row = await this.db.tenant.account.findFirst({
      where: { id: accountId, deletedAt: null },
      select: { ownerUserId: true, boundUserIds: true, department: true },
    });
    if (!row || !reaches(principal, "alert:read", row)) throw notFound("account", accountId);
    if (!reaches(principal, permission, row)) throw refusal(principal, [permission]);
  }
}

/** Two that set the same rule at once: the second finds what the first one made. */
async function lockRule(tx: Tx, kind: AlertKind, accountId: string | null): Promise<RuleRow | null> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(
      'alert-rule ' || coalesce(${accountId}, current_setting('app.tenant_id', true)) || ' ' || ${kind}, 0))`;
  return tx.accountMonitorRule.findFirst({ where: { kind, accountId } });
}
