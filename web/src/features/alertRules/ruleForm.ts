import * as z from "zod/mini";
import type { AccountAlertAction, AccountAlertSeverity } from "../../gql/graphql.ts";
import type { RuleData } from "./ruleQueries.ts";

/** Fields of numbers are text while somebody types. */
export interface RuleForm {
  enabled: boolean;
  threshold: string;
  criticalAt: string;
  durationSeconds: string;
  severity: AccountAlertSeverity;
  autoActions: AccountAlertAction[];
}

export function formOf({ values }: RuleData): RuleForm {
  return {
    enabled: values.enabled,
    threshold: String(values.threshold),
    criticalAt: values.criticalAt === null ? "" : String(values.criticalAt),
    durationSeconds: String(values.durationSeconds),
    severity: values.severity,
    autoActions: [...values.autoActions],
  };
}

export function valuesOf(form: RuleForm): RuleData["values"] {
  const { threshold, criticalAt, durationSeconds, ...rest } = form;
  return {
    ...rest,
    threshold: Number(threshold),
    criticalAt: criticalAt.trim() === "" ? null : Number(criticalAt),
    durationSeconds: Number(durationSeconds),
  };
}

/** What the server checks as well: here so that nobody has to send a form to learn it. */
export function ruleRules(
  { min, max, isLowBad }: RuleData,
  words: { outOfRange: string; notWorse: string; wholeSeconds: string },
) {
  const isNumber = (value: string) => value.trim() !== "" && Number.isFinite(Number(value));
  const isWithin = (value: string) => isNumber(value) && Number(value) >= min && Number(value) <= max;
  return z
    .object({
      enabled: z.boolean(),
      threshold: z.string().check(z.refine(isWithin, words.outOfRange)),
      criticalAt: z
        .string()
        .check(z.refine((value) => value.trim() === "" || isWithin(value), words.outOfRange)),
      durationSeconds: z
        .string()
        .check(z.refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= 86_400, words.wholeSeconds)),
      severity: z.enum(["INFO", "WARNING", "CRITICAL"]),
      autoActions: z.array(z.enum(["NOTIFY", "RECOVER", "PAUSE_SENDING", "SWITCH_ACCOUNT"])),
    })
    .check(
      z.refine(
        ({ threshold, criticalAt }) =>
          criticalAt.trim() === "" ||
          (isLowBad ? Number(criticalAt) <= Number(threshold) : Number(criticalAt) >= Number(threshold)),
        { message: words.notWorse, path: ["criticalAt"] },
      ),
    );
}
