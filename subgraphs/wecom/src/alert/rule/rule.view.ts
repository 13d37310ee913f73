import type { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import { alertActions, alertSeverities } from "../alert.codes.ts";
import type { AlertKind } from "../alert.codes.ts";
import { alertKindTable } from "../alert.kinds.ts";
import type { AccountAlertRule, AccountAlertRuleValues } from "./rule.model.ts";

export type RuleRow = Prisma.AccountMonitorRuleGetPayload<object>;

export function valuesOf(row: RuleRow): AccountAlertRuleValues {
  const { enabled, threshold, criticalAt, durationSeconds, severity, autoActions } = row;
  return {
    enabled,
    threshold,
    criticalAt,
    durationSeconds,
    severity: oneOf(alertSeverities, severity),
    autoActions: autoActions.map((action) => oneOf(alertActions, action)),
  };
}

/** The rule in force: the account's own, else the tenant's, else what is built in. */
export function ruleViewOf(
  kind: AlertKind,
  given: { ofTenant: RuleRow | undefined; ofAccount: RuleRow | undefined; accountRules: number },
): AccountAlertRule {
  const { ofTenant, ofAccount, accountRules } = given;
  const { unit, bad, range, everySeconds, actions, rule } = alertKindTable[kind];
  const builtIn = { ...rule, autoActions: [...rule.autoActions] };
  const own = ofAccount ?? ofTenant;
  return {
    kind,
    unit,
    everySeconds,
    accountRules,
    isLowBad: bad === "BELOW",
    min: range.min,
    max: range.max,
    allowedActions: [...actions],
    source: ofAccount ? "ACCOUNT" : ofTenant ? "TENANT" : "BUILT_IN",
    values: own ? valuesOf(own) : builtIn,
    inherited: ofAccount && ofTenant ? valuesOf(ofTenant) : builtIn,
    version: own?.version ?? 0,
    updatedAt: own?.updatedAt ?? null,
    updatedById: own?.updatedById ?? null,
  };
}
