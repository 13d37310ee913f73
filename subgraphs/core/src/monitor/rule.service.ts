import { v7 } from "uuid";
import { changesBetween, recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { isUniqueViolation } from "@wegraph/kit/uniqueViolation";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import type { AlertResolution, AlertSeverity } from "../system-alert/alert.codes.ts";
import { recordAlerts } from "../system-alert/alert.record.ts";
import { resolveAlerts } from "../system-alert/alert.store.ts";
import { lockAlerts } from "../system-alert/telling/alertLock.ts";
import { putToTelling } from "../system-alert/telling/pending.ts";
import type { Measure, Operator } from "./monitor.codes.ts";
import { rulesMax, windowFits, windowProblem } from "./rule.fields.ts";
import { asRuleRow, ruleColumns } from "./rule.row.ts";
import type { Labels, RuleRow } from "./rule.row.ts";

const record = recorderOf(domain, "monitor-rule");

export interface NewRule {
  name: string;
  description: string;
  metric: string;
  match: Labels;
  measure: Measure;
  operator: Operator;
  threshold: number;
  windowSeconds: number | null;
  forSeconds: number;
  severity: AlertSeverity;
  labels: Labels;
  acrossTenants: boolean;
}

export type RuleChange = Partial<NewRule> & { isEnabled?: boolean };

/** What a rule complains of. Who changes one of these ends what it complained of before. */
const conditionKeys = [
  "metric",
  "match",
  "measure",
  "operator",
  "threshold",
  "windowSeconds",
  "acrossTenants",
] as const;

/** What a tenant is alarmed by. */
export class MonitorRuleService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  create(context: RequestContext, input: NewRule, idempotencyKey: string | null): Promise<RuleRow> {
    const { tenantId } = context.principal;
    demandPlatform(context, input.acrossTenants);
    return this.written(input.name, async (tx) => {
      const request = { tenantId, scope: "createMonitorRule", key: idempotencyKey, input };
      return ruleOf(tx, await once(tx, request, () => this.insert(tx, context, input)));
    });
  }

  /** @param expectedVersion what the caller has seen; CONFLICT if somebody else has changed it since. */
  update(
    context: RequestContext,
    id: string,
    expectedVersion: number | null,
    change: RuleChange,
  ): Promise<RuleRow> {
    demandPlatform(context, change.acrossTenants);
    return this.written(change.name ?? "", async (tx) => {
      await lockAlerts(tx);
      const before = await lockedRule(tx, id);
      if (expectedVersion !== null && expectedVersion !== before.version)
        throw new AppError("CONFLICT", "MONITOR_RULE_CHANGED", "Somebody else has changed this rule.", {
          version: before.version,
        });
      const after = { ...before, ...change };
      if (!windowFits(after))
        throw invalidInput([{ ...windowProblem, path: ["input", ...windowProblem.path] }]);
      const changes = changesBetween({ ...before }, change);
      if (changes.length === 0) return before;
      const now = this.clock();
      await tx.monitorRule.updateMany({
        where: { id },
        data: { ...change, version: before.version + 1, updatedAt: now },
      });
      const reason = endedBy(
        changes.map(({ field }) => field),
        after.isEnabled,
      );
      if (reason) await endAlerts(tx, id, reason, now);
      await record(tx, context, "updated", id, changes);
      return ruleOf(tx, id);
    });
  }

  async remove(context: RequestContext, id: string): Promise<string> {
    await this.db.tenant.$transaction(async (tx) => {
      await lockAlerts(tx);
      const before = await lockedRule(tx, id);
      if (before.shippedKey !== null)
        throw new AppError(
          "CONFLICT",
          "MONITOR_RULE_SHIPPED",
          "A shipped rule can be switched off, not deleted.",
        );
      await endAlerts(tx, id, "RULE_DELETED", this.clock());
      await tx.monitorRule.deleteMany({ where: { id } });
      await record(tx, context, "deleted", id, [{ field: "name", before: before.name }]);
    });
    return id;
  }

  private async insert(tx: Tx, context: RequestContext, input: NewRule): Promise<string> {
    const { tenantId, kind, id: actorId } = context.principal;
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`monitor rules ${tenantId}`}, 0))`;
    if ((await tx.monitorRule.count()) >= rulesMax)
      throw new AppError("CONFLICT", "MONITOR_RULES_TOO_MANY", `A tenant has at most ${rulesMax} rules.`);
    const id = v7();
    const now = this.clock();
    await tx.monitorRule.createMany({
      data: {
        ...input,
        id,
        tenantId,
        createdById: kind === "USER" ? actorId : null,
        createdAt: now,
        updatedAt: now,
      },
    });
    await record(tx, context, "created", id, changesBetween({}, { ...input }));
    return id;
  }

  private async written(name: string, work: (tx: Tx) => Promise<RuleRow>): Promise<RuleRow> {
    try {
      return await this.db.tenant.$transaction(work);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new AppError("CONFLICT", "MONITOR_RULE_NAME_TAKEN", "There is a rule of this name.", { name });
    }
  }
}

/** Other tenants' series are the platform's to look at. */
function demandPlatform({ principal }: RequestContext, acrossTenants: boolean | undefined): void {
  if (acrossTenants !== true || principal.isPlatform) return;
  throw new AppError("FORBIDDEN", "PLATFORM_ONLY", "Only the platform looks at every tenant.");
}

function endedBy(fields: readonly string[], isEnabled: boolean): AlertResolution | null {
  if (!isEnabled) return "RULE_DISABLED";
  return conditionKeys.some((key) => fields.includes(key)) ? "RULE_CHANGED" : null;
}

/** What the rule complained of is over with it, and its series are looked at anew. */
async function endAlerts(tx: Tx, ruleId: string, resolution: AlertResolution, now: Date): Promise<void> {
  const open = await tx.systemAlert.findMany({
    where: { source: "RULE", sourceId: ruleId, state: { not: "RESOLVED" } },
    select: { id: true, raisedAt: true },
  });
  const resolved = await resolveAlerts(
    tx,
    open.map((place) => ({ ...place, resolution })),
    now,
  );
  await recordAlerts(
    tx,
    resolved.map((alert) => ({ alert, change: "RESOLVED" })),
    now,
  );
  await putToTelling(
    tx,
    resolved.map((alert) => ({ alert, change: "RESOLVED" })),
    now,
  );
  await tx.monitorWatch.deleteMany({ where: { ruleId } });
}

/** @throws AppError NOT_FOUND; otherwise nobody else changes it until the transaction ends. */
async function lockedRule(tx: Tx, id: string): Promise<RuleRow> {
  await tx.$queryRaw`SELECT FROM saas_monitor_rules WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.monitorRule.findUnique({ where: { id }, select: ruleColumns });
  if (!row) throw notFound("monitor rule", id);
  return asRuleRow(row);
}

async function ruleOf(tx: Tx, id: string): Promise<RuleRow> {
  return asRuleRow(await tx.monitorRule.findUniqueOrThrow({ where: { id }, select: ruleColumns }));
}
