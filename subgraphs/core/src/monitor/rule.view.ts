import { asLabelList } from "../system-alert/alert.view.ts";
import { metricTitle, metricUnit, ruleDescription, ruleTitle } from "./alert.texts.ts";
import type { BackTest, Draft } from "./backTest.ts";
import type {
  CreateMonitorRuleInput,
  MonitorConditionInput,
  MonitoringLabelInput,
  UpdateMonitorRuleInput,
} from "./rule.inputs.ts";
import type { MonitorBackTest, MonitorRule } from "./rule.model.ts";
import type { Labels, RuleRow } from "./rule.row.ts";
import type { NewRule, RuleChange } from "./rule.service.ts";

export function asRule(row: RuleRow): MonitorRule {
  return {
    ...row,
    title: ruleTitle(row),
    description: ruleDescription(row),
    isShipped: row.shippedKey !== null,
    alertName: row.shippedKey ?? row.name,
    metricTitle: metricTitle(row.metric),
    unit: metricUnit(row.metric),
    match: asLabelList(row.match),
    labels: asLabelList(row.labels),
  };
}

export function asBackTest({ firings, ...test }: BackTest): MonitorBackTest {
  return { ...test, firings: firings.map((each) => ({ ...each, labels: asLabelList(each.labels) })) };
}

function labelsOf(given: readonly MonitoringLabelInput[] | null | undefined): Labels {
  return Object.fromEntries((given ?? []).map(({ name, value }) => [name, value]));
}

export function conditionOf({ match, measure, windowSeconds, ...rest }: MonitorConditionInput): Draft {
  return {
    ...rest,
    match: labelsOf(match),
    measure: measure ?? "VALUE",
    windowSeconds: windowSeconds ?? null,
  };
}

export function newRuleOf(input: Omit<CreateMonitorRuleInput, "idempotencyKey">): NewRule {
  const { match, measure, windowSeconds, labels, description, acrossTenants, ...rest } = input;
  return {
    ...rest,
    description: description ?? "",
    match: labelsOf(match),
    measure: measure ?? "VALUE",
    windowSeconds: windowSeconds ?? null,
    labels: labelsOf(labels),
    acrossTenants: acrossTenants ?? false,
  };
}

/** What a client left out or set to null stays as it is. */
export function ruleChangeOf(input: Omit<UpdateMonitorRuleInput, "ruleId" | "expectedVersion">): RuleChange {
  const { name, description, metric, match, measure, operator, threshold, windowSeconds } = input;
  const { forSeconds, severity, labels, acrossTenants, isEnabled } = input;
  return {
    ...(name != null && { name }),
    ...(description != null && { description }),
    ...(metric != null && { metric }),
    ...(match != null && { match: labelsOf(match) }),
    ...(measure != null && { measure }),
    ...(measure === "VALUE" && { windowSeconds: null }),
    ...(operator != null && { operator }),
    ...(threshold != null && { threshold }),
    ...(windowSeconds != null && { windowSeconds }),
    ...(forSeconds != null && { forSeconds }),
    ...(severity != null && { severity }),
    ...(labels != null && { labels: labelsOf(labels) }),
    ...(acrossTenants != null && { acrossTenants }),
    ...(isEnabled != null && { isEnabled }),
  };
}
