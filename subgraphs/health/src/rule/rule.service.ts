import { changesBetween, recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { announce, originOf } from "@wegraph/kit/outbox";
import { v7 } from "uuid";
import type { AlertEndings } from "../alert/alert.endings.ts";
import { ageOn } from "../calendar.ts";
import { domain, lenient } from "../health.database.ts";
import type { HealthDatabase, Tx } from "../health.database.ts";
import { factColumns, factsOf } from "../patient/patient.facts.store.ts";
import { ruleEvents } from "./rule.events.ts";
import type { RuleChange } from "./rule.events.ts";
import { isVital } from "./rule.condition.ts";
import type { Condition } from "./rule.condition.ts";
import { isFor } from "./rule.reach.ts";
import type { RuleReach } from "./rule.reach.ts";
import { asRuleRow, ruleColumns } from "./rule.row.ts";
import type { RuleRow } from "./rule.row.ts";
import { checkedReach, demandRule } from "./rule.scope.ts";
import { shippedRuleOf } from "./rule.shipped.ts";

const record = recorderOf(domain, "health-rule");
/** Every reading is held against all of them. */
export const rulesMax = 300;

/** What of a rule people may say. */
export interface RuleContent {
  nameZh: string;
  nameEn: string;
  condition: Condition;
  reach: RuleReach;
  advice: { zh: string; en: string };
  source: string | null;
  enabled: boolean;
}

/** What of it is to be changed, each as a whole but for the advice, which is one text for each language. */
export type RuleEdit = Partial<Omit<RuleContent, "advice">> & { advice: Partial<RuleContent["advice"]> };

/** What raises alerts, as people write it. Each change is in force with its commit; see RuleBooks. */
export class RuleService {
  constructor(
    private readonly db: HealthDatabase,
    private readonly endings: AlertEndings,
    private readonly clock: () => Date,
  ) {}

  create(context: RequestContext, content: RuleContent, key: string | null): Promise<RuleRow> {
    const { tenantId } = context.principal;
    return this.db.tenant.$transaction(async (tx) => {
      const request = { tenantId, scope: "createHealthRule", key, input: content };
      return ruleOf(tx, await once(tx, request, () => this.insert(tx, context, content)));
    }, lenient);
  }

  /** @param expectedVersion what the caller has seen; CONFLICT if somebody else has changed it since. */
  update(
    context: RequestContext,
    id: string,
    expectedVersion: number | null,
    { advice, ...edit }: RuleEdit,
  ): Promise<RuleRow> {
    return this.changed(context, id, expectedVersion, "updated", async (tx, before) => {
      if (edit.condition && edit.condition.kind !== before.kind)
        throw invalidInput(
          [{ path: ["input", "condition"], message: `of kind ${before.kind}, as before` }],
          "HEALTH_RULE_KIND_FIXED",
        );
      const change = { ...edit, advice: { ...before.advice, ...advice } };
      if (!edit.reach) return change;
      return { ...change, reach: await checkedReach(tx, context.principal, edit.reach, before.reach) };
    });
  }

  /** Back to how it came with the platform. */
  reset(context: RequestContext, id: string, expectedVersion: number | null): Promise<RuleRow> {
    return this.changed(context, id, expectedVersion, "reset", async (_, before) => {
      const shipped = before.shippedKey === null ? undefined : shippedRuleOf.get(before.shippedKey);
      if (!shipped)
        throw new AppError("CONFLICT", "HEALTH_RULE_NOT_SHIPPED", "Only a shipped rule can be reset.", {
          id,
        });
      const { name, condition, reach, advice, source, enabled } = shipped;
      return { nameZh: name.zh, nameEn: name.en, condition, reach, advice, source, enabled };
    });
  }

  /** A rule of one's own; it stays in the database, for alerts name it. */
  async remove(context: RequestContext, id: string, expectedVersion: number | null): Promise<string> {
    await this.db.tenant.$transaction(async (tx) => {
      const before = await this.locked(tx, context, id, expectedVersion);
      if (before.shippedKey !== null)
        throw new AppError(
          "CONFLICT",
          "HEALTH_RULE_SHIPPED",
          "A shipped rule can be switched off, not deleted.",
          { id },
        );
      const now = this.clock();
      await tx.healthAlertRule.updateMany({
        where: { id },
        data: { deletedAt: now, enabled: false, version: before.version + 1, updatedAt: now },
      });
      await this.endings.ofRule(tx, originOf(context), id);
      await record(tx, context, "deleted", id, [{ field: "nameEn", before: before.nameEn }]);
      await tell(tx, context, "DELETED", { ...before, enabled: false, version: before.version + 1 });
    }, lenient);
    return id;
  }

  private async changed(
    context: RequestContext,
    id: string,
    expectedVersion: number | null,
    act: string,
    decide: (tx: Tx, before: RuleRow) => Promise<Partial<RuleContent>>,
  ): Promise<RuleRow> {
    return this.db.tenant.$transaction(async (tx) => {
      const before = await this.locked(tx, context, id, expectedVersion);
      const change = await decide(tx, before);
      const changes = changesBetween({ ...before }, { ...change });
      if (changes.length === 0) return before;
      const { principal } = context;
      const now = this.clock();
      await tx.healthAlertRule.updateMany({
        where: { id },
        data: {
          ...change,
          version: before.version + 1,
          updatedAt: now,
          updatedById: principal.kind === "USER" ? principal.id : null,
        },
      });
      const after = await ruleOf(tx, id);
      await this.endWhatIsOver(tx, context, before, after, now);
      await record(tx, context, act, id, changes);
      await tell(tx, context, "UPDATED", after);
      return after;
    }, lenient);
  }

  /** Alerts of what the rule does not look at any more would never end by themselves. */
  private async endWhatIsOver(
    tx: Tx,
    context: RequestContext,
    before: RuleRow,
    after: RuleRow,
    now: Date,
  ): Promise<void> {
    const origin = originOf(context);
    if (!after.enabled || matterOf(before.condition) !== matterOf(after.condition)) {
      if (before.enabled) await this.endings.ofRule(tx, origin, after.id);
      return;
    }
    if (JSON.stringify(before.reach) === JSON.stringify(after.reach)) return;
    const patients = await tx.patient.findMany({
      where: { alerts: { some: { ruleId: after.id, state: { not: "RESOLVED" } } } },
      select: factColumns,
    });
    const gone = patients
      .map(factsOf)
      .filter((patient) => !isFor(after.reach, patient, ageOn(patient.birthDate, now)));
    if (gone.length > 0)
      await this.endings.ofRule(
        tx,
        origin,
        after.id,
        gone.map(({ id }) => id),
      );
  }

  private async insert(tx: Tx, context: RequestContext, content: RuleContent): Promise<string> {
    const { principal } = context;
    const { tenantId } = principal;
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`health rules ${tenantId}`}, 0))`;
    if ((await tx.healthAlertRule.count({ where: { deletedAt: null } })) >= rulesMax)
      throw new AppError("CONFLICT", "HEALTH_RULES_TOO_MANY", `A tenant has at most ${rulesMax} rules.`);
    const reach = await checkedReach(tx, principal, content.reach, null);
    const id = v7();
    const now = this.clock();
    const data = { ...content, reach, kind: content.condition.kind };
    const updatedById = principal.kind === "USER" ? principal.id : null;
    await tx.healthAlertRule.createMany({
      data: { ...data, id, tenantId, updatedById, createdAt: now, updatedAt: now },
    });
    await record(tx, context, "created", id, changesBetween({}, data));
    await tell(tx, context, "CREATED", { ...data, id, shippedKey: null, version: 1 });
    return id;
  }

  /** Nobody else changes it until the transaction ends. */
  private async locked(
    tx: Tx,
    context: RequestContext,
    id: string,
    expectedVersion: number | null,
  ): Promise<RuleRow> {
    await tx.$queryRaw`SELECT 1 FROM health_alert_rules WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await tx.healthAlertRule.findFirst({ where: { id, deletedAt: null }, select: ruleColumns });
    if (!row) throw notFound("health rule", id);
    const rule = asRuleRow(row);
    await demandRule(tx, context.principal, rule);
    if (expectedVersion !== null && expectedVersion !== rule.version)
      throw new AppError("CONFLICT", "HEALTH_RULE_CHANGED", "Somebody else has changed this rule.", {
        version: rule.version,
      });
    return rule;
  }
}

async function tell(
  tx: Tx,
  context: RequestContext,
  change: RuleChange,
  rule: Pick<RuleRow, "id" | "kind" | "shippedKey" | "enabled" | "reach" | "version">,
): Promise<void> {
  const { id, kind, shippedKey, enabled, reach, version } = rule;
  await announce(tx, originOf(context), ruleEvents[change], {
    ruleId: id,
    change,
    kind,
    shippedKey,
    isEnabled: enabled,
    isIndividual: reach.patientIds.length > 0,
    version,
  });
}

/** What a rule looks at. Other limits for the same leave its alerts to the next reading. */
function matterOf(condition: Condition): string {
  if (!isVital(condition)) return condition.kind;
  return condition.kind === "THRESHOLD"
    ? `${condition.code} ${condition.mealContext}`
    : `${condition.code} ${condition.measure}`;
}

async function ruleOf(tx: Tx, id: string): Promise<RuleRow> {
  return asRuleRow(await tx.healthAlertRule.findUniqueOrThrow({ where: { id }, select: ruleColumns }));
}
