import type { Prisma } from "@wegraph/db-health/client";
import { oneOf } from "@wegraph/kit/codes";
import { z } from "zod";
import { ruleKinds } from "../alert/alert.codes.ts";
import type { RuleKind } from "../alert/alert.codes.ts";
import { conditionOf } from "./rule.condition.ts";
import type { Condition } from "./rule.condition.ts";
import { reachShape } from "./rule.reach.ts";
import type { RuleReach } from "./rule.reach.ts";

export const ruleColumns = {
  id: true,
  shippedKey: true,
  nameZh: true,
  nameEn: true,
  kind: true,
  condition: true,
  reach: true,
  advice: true,
  source: true,
  enabled: true,
  version: true,
  updatedById: true,
  createdAt: true,
  updatedAt: true,
  deletedAt: true,
} satisfies Prisma.HealthAlertRuleSelect;

type Stored = Prisma.HealthAlertRuleGetPayload<{ select: typeof ruleColumns }>;

export interface RuleRow extends Omit<Stored, "kind" | "condition" | "reach" | "advice"> {
  kind: RuleKind;
  condition: Condition;
  reach: RuleReach;
  advice: { zh: string; en: string };
}

const adviceShape = z.object({ zh: z.string(), en: z.string() });

export function asRuleRow({ kind, condition, reach, advice, ...row }: Stored): RuleRow {
  return {
    ...row,
    kind: oneOf(ruleKinds, kind),
    condition: conditionOf(kind, condition),
    reach: reachShape.parse(reach),
    advice: adviceShape.parse(advice),
  };
}
