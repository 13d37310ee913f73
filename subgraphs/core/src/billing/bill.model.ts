import { ArgsType, Directive, Field, Float, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { PageArgs, connectionOf } from "@wegraph/kit/page";
import type { QuotaDimension } from "@wegraph/kit/quota";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { DimensionEnum } from "../quota/quota.model.ts";
import { TenantPlan } from "../tenant/tenant.model.ts";
import type { TenantPlan as Plan } from "../tenant/tenant.rules.ts";

const LineKindEnum = { PLAN_FEE: "PLAN_FEE", OVERAGE: "OVERAGE" } as const;
registerEnumType(LineKindEnum, {
  name: "BillLineKind",
  description: "What a line of a bill is for.",
  valuesConfig: {
    PLAN_FEE: { description: "The plan, by the days the tenant was there." },
    OVERAGE: { description: "What was used of a dimension, and what of it goes beyond the limit." },
  },
});

@ObjectType({ description: "A line of a bill. Money in whole minor units of the bill's currency." })
export class BillLine {
  @Field(() => LineKindEnum)
  kind: "PLAN_FEE" | "OVERAGE";

  @Field(() => DimensionEnum, { nullable: true, description: "null for the plan's fee." })
  dimension: QuotaDimension | null;

  @Field(() => Float, {
    nullable: true,
    description: "Used in the month; of a stock the most at once; of the plan's fee the days.",
  })
  used: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "The limit of a day, the month or the stock; of the plan's fee the month's days; null: no limit.",
  })
  included: number | null;

  @Field(() => Float, { description: "Beyond the limit; of daily limits the sum of the days'." })
  over: number;

  @Field(() => Float, { description: "It is sold by units of so many." })
  unitSize: number;

  @Field(() => Float, { description: "Units that are billed, begun ones as whole ones." })
  units: number;

  @Field(() => Float)
  unitPrice: number;

  @Field(() => Float)
  amount: number;
}

@ObjectType("BillFigures", { description: "What stands on every bill." })
abstract class BillFigures {
  @Field(() => ID)
  tenantId: string;

  @Field(() => String, { description: "The month of the tenant's calendar, YYYY-MM." })
  period: string;

  @Field(() => DateTime)
  periodStart: Date;

  @Field(() => DateTime)
  periodEnd: Date;

  @Field(() => String)
  timeZone: string;

  @Field(() => TenantPlan)
  plan: Plan;

  @Field(() => String, { description: "ISO 4217." })
  currency: string;

  @Field(() => Float, { description: "In minor units, as all amounts here." })
  planFee: number;

  @Field(() => Float)
  overage: number;

  @Field(() => Float)
  total: number;

  @Field(() => [BillLine])
  lines: BillLine[];
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "A month's bill. It never changes." })
export class Bill extends BillFigures {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  closedAt: Date;
}

@ObjectType({ description: "What the running month would cost if it ended now." })
export class BillDraft extends BillFigures {
  @Field(() => DateTime)
  asOf: Date;
}

export const BillConnection = connectionOf(() => Bill, "Bill");

@ArgsType()
export class BillListArgs extends PageArgs {
  static override readonly rules = PageArgs.rules.and(z.object({ tenantId: uuid().nullish() }));

  @Field(() => ID, { nullable: true, description: "Another tenant's, for the platform's administrators." })
  tenantId?: string | null;
}

@InputType({ description: "Which month of which tenant to close." })
export class CloseBillingPeriodInput {
  static readonly rules = z.object({
    tenantId: uuid(),
    period: z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, "a month, YYYY-MM"),
  });

  @Field(() => ID)
  tenantId: string;

  @Field(() => String, { description: "The month of the tenant's calendar, YYYY-MM." })
  period: string;
}

@ObjectType({ description: "The month's bill; the same one, however often the month is closed." })
export class BillPayload {
  @Field(() => Bill)
  bill: Bill;
}
