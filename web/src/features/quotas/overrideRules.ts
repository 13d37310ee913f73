import * as z from "zod/mini";
import type { Quota_QuotaFragment, SetTenantQuotaInput } from "../../gql/graphql.ts";

const whole = z.string().check(z.trim(), z.regex(/^\d{0,15}$/, "positive"));

export const overrideRules = z.object({
  limit: whole,
  thresholdPercent: z.string().check(z.trim(), z.regex(/^([1-9]\d?|100)$/, "positive")),
  policy: z.enum(["BLOCK", "ALLOW_AND_BILL", "AUTO_EXPAND"]),
  ceiling: whole,
  step: whole,
  note: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(500, "tooLong")),
});

export type OverrideValues = z.infer<typeof overrideRules>;

const textOf = (value: number | null | undefined) => (value == null ? "" : String(value));

export function valuesOf({
  limit,
  thresholdPercent,
  policy,
  ceiling,
  step,
  note,
}: Quota_QuotaFragment): OverrideValues {
  return {
    limit: textOf(limit),
    thresholdPercent: String(thresholdPercent),
    policy,
    ceiling: textOf(ceiling),
    step: textOf(step),
    note: note ?? "",
  };
}

/** What does not belong to the policy is left out, whatever stands in its field. */
export function inputOf(values: OverrideValues): Omit<SetTenantQuotaInput, "tenantId" | "dimension"> {
  const { limit, thresholdPercent, policy, ceiling, step, note } = values;
  const numberOf = (text: string) => (text === "" ? null : Number(text));
  return {
    limit: numberOf(limit),
    thresholdPercent: Number(thresholdPercent),
    policy,
    ...(policy === "AUTO_EXPAND" && { ceiling: numberOf(ceiling), step: numberOf(step) }),
    note,
  };
}
