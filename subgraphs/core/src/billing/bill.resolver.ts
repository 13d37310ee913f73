import { z } from "zod";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { QuotaTenantArgs } from "../quota/quota.model.ts";
import { tenantAsked } from "../quota/quota.reach.ts";
import { tenantPlans } from "../tenant/tenant.rules.ts";
import type { BillCloser } from "./bill.close.ts";
import { billCsv } from "./bill.csv.ts";
import {
  Bill,
  BillConnection,
  BillDraft,
  BillListArgs,
  BillPayload,
  CloseBillingPeriodInput,
} from "./bill.model.ts";
import { asDocument } from "./bill.reader.ts";
import type { BillReader, BillRow } from "./bill.reader.ts";

@Resolver(() => Bill)
export class BillResolver {
  constructor(
    private readonly reader: BillReader,
    private readonly closer: BillCloser,
    private readonly clock: () => Date,
  ) {}

  @Requires("billing:read")
  @Query(() => BillConnection, { description: "The tenant's bills, the newest month first." })
  async bills(
    @Args(() => BillListArgs) { tenantId, ...args }: BillListArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<Bill>> {
    const asked = tenantAsked(context, tenantId, "billing:manage");
    return mapPage(await this.reader.page(asked, args), asBill);
  }

  @Requires("billing:read")
  @Query(() => Bill, { nullable: true, description: "One bill; null if there is none with this id." })
  async bill(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<Bill | null> {
    const row = await this.reader.find(context, id);
    return row && asBill(row);
  }

  @Requires("billing:read")
  @Query(() => BillDraft, {
    description: "What the running month costs so far, by dimension: live, and not a bill yet.",
  })
  async billDraft(
    @Args(() => QuotaTenantArgs) { tenantId }: QuotaTenantArgs,
    @Ctx() context: RequestContext,
  ): Promise<BillDraft> {
    const month = await this.reader.draft(tenantAsked(context, tenantId, "billing:manage"));
    return { ...month, asOf: this.clock() };
  }

  @FieldResolver(() => String, {
    description: "The lines as CSV, safe to open in a spreadsheet; amounts as decimals of the currency.",
  })
  csv(@Root() bill: Bill): string {
    return billCsv(bill);
  }

  @Requires("billing:manage")
  @Mutation(() => BillPayload, { description: "Makes the bill of a month that is over, once." })
  async closeBillingPeriod(
    @Arg("input", () => CloseBillingPeriodInput) input: CloseBillingPeriodInput,
    @Ctx() context: RequestContext,
  ): Promise<BillPayload> {
    const id = await this.closer.close(originOf(context), input);
    const row = await this.reader.find(context, id);
    if (!row) throw notFound("bill", id);
    return { bill: asBill(row) };
  }
}

export function asBill(row: BillRow): Bill {
  const { plan, ...document } = asDocument(row);
  return { ...document, plan: z.enum(tenantPlans).parse(plan) };
}
