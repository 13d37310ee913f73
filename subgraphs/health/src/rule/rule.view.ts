import { definitionOf } from "../vital/vital.catalogue.ts";
import { conditionOfInput } from "./condition.input.ts";
import { isVital } from "./rule.condition.ts";
import type { Condition } from "./rule.condition.ts";
import { unitOf } from "./rule.finding.ts";
import { reachOfInput } from "./rule.input.ts";
import type { CreateHealthRuleInput, UpdateHealthRuleInput } from "./rule.input.ts";
import type { HealthRule, HealthRuleCondition } from "./rule.model.ts";
import type { RuleRow } from "./rule.row.ts";
import type { RuleContent, RuleEdit } from "./rule.service.ts";
import { shippedRuleOf } from "./rule.shipped.ts";

/** @param visible of the patients that it names, those whom the caller may see. */
export function asRule(row: RuleRow, visible: ReadonlySet<string>): HealthRule {
  const { advice, enabled, reach, condition, ...rest } = row;
  return {
    ...rest,
    adviceZh: advice.zh,
    adviceEn: advice.en,
    isEnabled: enabled,
    isAsShipped: isAsShipped(row),
    condition: asCondition(condition),
    reach: {
      ...reach,
      patientIds: reach.patientIds.filter((id) => visible.has(id)),
      exceptPatientIds: reach.exceptPatientIds.filter((id) => visible.has(id)),
    },
  };
}

export function asCondition(condition: Condition): HealthRuleCondition {
  const shown = isVital(condition) ? { ...condition, unit: unitShown(condition) } : condition;
  return {
    threshold: shown.kind === "THRESHOLD" ? shown : null,
    trend: shown.kind === "TREND" ? shown : null,
    news2: shown.kind === "NEWS2" ? shown : null,
    missingData: shown.kind === "MISSING_DATA" ? shown : null,
    deviceOffline: shown.kind === "DEVICE_OFFLINE" ? shown : null,
  };
}

/** Of the limits: those of COUNT are in the code's unit. */
function unitShown(condition: Extract<Condition, { kind: "THRESHOLD" | "TREND" }>): string {
  return condition.kind === "TREND" && condition.measure === "COUNT"
    ? definitionOf(condition.code).unit
    : unitOf(condition);
}

function isAsShipped({ shippedKey, nameZh, nameEn, condition, reach, advice, enabled }: RuleRow): boolean {
  const shipped = shippedKey === null ? undefined : shippedRuleOf.get(shippedKey);
  if (!shipped) return false;
  const now = [nameZh, nameEn, sorted(condition), sorted(reach), sorted(advice), enabled];
  const then = [
    shipped.name.zh,
    shipped.name.en,
    sorted(shipped.condition),
    sorted(shipped.reach),
    sorted(shipped.advice),
    shipped.enabled,
  ];
  return JSON.stringify(now) === JSON.stringify(then);
}

/** The database keeps the fields of JSON in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, each]) => [key, sorted(each)] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

export function contentOf(input: Omit<CreateHealthRuleInput, "idempotencyKey">): RuleContent {
  const { nameZh, nameEn, condition, reach, adviceZh, adviceEn, source, isEnabled } = input;
  return {
    nameZh,
    nameEn,
    condition: conditionOfInput(condition),
    reach: reachOfInput(reach),
    advice: { zh: adviceZh ?? "", en: adviceEn ?? "" },
    source: source || null,
    enabled: isEnabled ?? true,
  };
}

/** What a client left out or set to null stays as it is. */
export function changeOf(input: Omit<UpdateHealthRuleInput, "ruleId" | "expectedVersion">): RuleEdit {
  const { nameZh, nameEn, condition, reach, adviceZh, adviceEn, source, isEnabled } = input;
  const advice = { ...(adviceZh != null && { zh: adviceZh }), ...(adviceEn != null && { en: adviceEn }) };
  return {
    ...(nameZh != null && { nameZh }),
    ...(nameEn != null && { nameEn }),
    ...(condition != null && { condition: conditionOfInput(condition) }),
    ...(reach != null && { reach: reachOfInput(reach) }),
    advice,
    ...(source != null && { source: source || null }),
    ...(isEnabled != null && { enabled: isEnabled }),
  };
}
