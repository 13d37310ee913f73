import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { quotaDimensions } from "@wegraph/kit/quota";
import type { QuotaDimension } from "@wegraph/kit/quota";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { TenantPlan } from "../tenant/tenant.model.ts";
import type { TenantPlan as Plan } from "../tenant/tenant.rules.ts";
import { quotaWindows } from "./quota.dimensions.ts";
import type { QuotaWindow } from "./quota.dimensions.ts";
import { quotaPolicies, thresholdPercentDefault } from "./quota.plans.ts";
import type { QuotaPolicy } from "./quota.plans.ts";
import { quotaLevels } from "./quota.reader.ts";
import type { QuotaLevel } from "./quota.reader.ts";
import type { RuleSource } from "./quota.ruleBook.ts";

export const DimensionEnum = z.enum(quotaDimensions).enum;
registerEnumType(DimensionEnum, {
  name: "QuotaDimension",
  description: "What a tenant may use so much of.",
  valuesConfig: {
    ACCOUNTS: { description: "WeCom accounts there are." },
    MESSAGES: { description: "Messages accepted in a day; cancelled ones are given back." },
    API_CALLS: { description: "Requests with API keys in a month." },
    STORAGE_BYTES: { description: "Bytes of files there are." },
    AI_TOKENS: { description: "Tokens of AI models in a month." },
    SEATS: { description: "Users there are." },
    ACTIVE_PATIENTS: { description: "Patients whose files are in use." },
  },
});

const WindowEnum = z.enum(quotaWindows).enum;
registerEnumType(WindowEnum, {
  name: "QuotaWindow",
  description: "When what was used begins anew, by the tenant's own calendar.",
  valuesConfig: {
    LEVEL: { description: "Never: it is a stock, and is given back." },
    DAY: { description: "Every day." },
    MONTH: { description: "Every month." },
  },
});

const PolicyEnum = z.enum(quotaPolicies).enum;
registerEnumType(PolicyEnum, {
  name: "QuotaPolicy",
  description: "What happens at the limit.",
  valuesConfig: {
    BLOCK: { description: "It is refused with QUOTA_EXCEEDED." },
    ALLOW_AND_BILL: { description: "It goes on, and what is beyond the limit is billed." },
    AUTO_EXPAND: {
      description: "The limit moves by steps up to the ceiling; what is beyond the limit is billed.",
    },
  },
});

const LevelEnum = z.enum(quotaLevels).enum;
registerEnumType(LevelEnum, {
  name: "QuotaLevel",
  description: "How a quota stands.",
  valuesConfig: {
    OK: { description: "Below the threshold." },
    WARNING: { description: "At the threshold or beyond it." },
    EXHAUSTED: { description: "All of it is used." },
  },
});

const SourceEnum = { PLAN: "PLAN", OVERRIDE: "OVERRIDE" } as const;
registerEnumType(SourceEnum, {
  name: "QuotaSource",
  description: "Where a limit comes from.",
  valuesConfig: {
    PLAN: { description: "What the tenant's plan includes." },
    OVERRIDE: { description: "What was agreed with the tenant instead." },
  },
});

@ObjectType({ description: "How a quota of a tenant stands. Amounts are whole numbers." })
export class Quota {
  @Field(() => ID, { description: "Of the tenant it is about." })
  tenantId: string;

  @Field(() => DimensionEnum)
  dimension: QuotaDimension;

  @Field(() => WindowEnum)
  window: QuotaWindow;

  @Field(() => LevelEnum)
  level: QuotaLevel;

  @Field(() => Float, { nullable: true, description: "null: no limit." })
  limit: number | null;

  @Field(() => Float)
  used: number;

  @Field(() => Float, {
    nullable: true,
    description: "What may still be used before the limit; null: no limit.",
  })
  remaining: number | null;

  @Field(() => Float, { description: "How far the limit has moved by itself in this window." })
  expanded: number;

  @Field(() => Int, { description: "At so many percent of the limit the tenant is told." })
  thresholdPercent: number;

  @Field(() => PolicyEnum)
  policy: QuotaPolicy;

  @Field(() => Float, { nullable: true, description: "How far the limit may move by itself." })
  ceiling: number | null;

  @Field(() => Float, { nullable: true, description: "By how much it moves at a time." })
  step: number | null;

  @Field(() => SourceEnum)
  source: RuleSource;

  @Field(() => String, { nullable: true, description: "Why it differs from the plan." })
  note: string | null;

  @Field(() => DateTime, { nullable: true, description: "When it begins anew; null for a stock." })
  resetsAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When the tenant was told that it runs low." })
  thresholdReachedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When something was refused last in this window; to a second.",
  })
  lastRefusedAt: Date | null;

  @Field(() => Float, { nullable: true, description: "How much was asked for then." })
  lastRefusedAmount: number | null;
}

@ObjectType({ description: "How all quotas of a tenant stand." })
export class QuotaStatus {
  @Field(() => ID)
  tenantId: string;

  @Field(() => TenantPlan)
  plan: Plan;

  @Field(() => LevelEnum, { description: "Of the quota that stands worst." })
  level: QuotaLevel;

  @Field(() => [Quota])
  quotas: Quota[];

  @Field(() => DateTime)
  asOf: Date;
}

@ArgsType()
export class QuotaTenantArgs {
  static readonly rules: z.ZodType = z.object({ tenantId: uuid().nullish() });

  @Field(() => ID, { nullable: true, description: "Another tenant's, for the platform's administrators." })
  tenantId?: string | null;
}

const amount = z.number().int("a whole number").min(0).max(Number.MAX_SAFE_INTEGER);
const dimension = z.enum(quotaDimensions);

@InputType({ description: "What is agreed with a tenant instead of what its plan includes." })
export class SetTenantQuotaInput {
  static readonly rules = z.object({
    tenantId: uuid(),
    dimension,
    limit: amount.nullish(),
    thresholdPercent: z.number().int().min(1).max(100).nullish(),
    policy: z.enum(quotaPolicies),
    ceiling: amount.nullish(),
    step: amount.min(1).nullish(),
    note: text(1, 500),
  });

  @Field(() => ID)
  tenantId: string;

  @Field(() => DimensionEnum)
  dimension: QuotaDimension;

  @Field(() => Float, { nullable: true, description: "null: no limit." })
  limit?: number | null;

  @Field(() => Int, { nullable: true, description: `1 to 100; ${thresholdPercentDefault} if not given.` })
  thresholdPercent?: number | null;

  @Field(() => PolicyEnum)
  policy: QuotaPolicy;

  @Field(() => Float, { nullable: true, description: "Of AUTO_EXPAND, and only there: at least the limit." })
  ceiling?: number | null;

  @Field(() => Float, { nullable: true, description: "Of AUTO_EXPAND, and only there." })
  step?: number | null;

  @Field(() => String, { description: "Why; stands in the audit log." })
  note: string;
}

@InputType({ description: "Which quota is to follow the plan again." })
export class ResetTenantQuotaInput {
  static readonly rules = z.object({ tenantId: uuid(), dimension });

  @Field(() => ID)
  tenantId: string;

  @Field(() => DimensionEnum)
  dimension: QuotaDimension;
}

@ObjectType({ description: "The quota as it is now." })
export class QuotaPayload {
  @Field(() => Quota)
  quota: Quota;
}
