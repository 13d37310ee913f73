import { z } from "zod";
import type { Prisma } from "@wegraph/db-core/client";
import { oneOf } from "@wegraph/kit/codes";
import { alertSeverities } from "../system-alert/alert.codes.ts";
import type { AlertSeverity } from "../system-alert/alert.codes.ts";
import { measures, operators } from "./monitor.codes.ts";
import type { Measure, Operator } from "./monitor.codes.ts";

export const ruleColumns = {
  id: true,
  tenantId: true,
  shippedKey: true,
  name: true,
  description: true,
  metric: true,
  match: true,
  measure: true,
  operator: true,
  threshold: true,
  windowSeconds: true,
  forSeconds: true,
  severity: true,
  labels: true,
  acrossTenants: true,
  isEnabled: true,
  version: true,
  createdById: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.MonitorRuleSelect;

type StoredRule = Prisma.MonitorRuleGetPayload<{ select: typeof ruleColumns }>;

export type Labels = Readonly<Record<string, string>>;

export interface RuleRow extends Omit<StoredRule, "match" | "labels" | "measure" | "operator" | "severity"> {
  match: Labels;
  labels: Labels;
  measure: Measure;
  operator: Operator;
  severity: AlertSeverity;
}

const labelsShape = z.record(z.string(), z.string());

export function asLabels(value: unknown): Labels {
  return labelsShape.parse(value);
}

export function asRuleRow(row: StoredRule): RuleRow {
  return {
    ...row,
    match: asLabels(row.match),
    labels: asLabels(row.labels),
    measure: oneOf(measures, row.measure),
    operator: oneOf(operators, row.operator),
    severity: oneOf(alertSeverities, row.severity),
  };
}
