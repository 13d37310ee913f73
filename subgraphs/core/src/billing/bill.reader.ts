import { z } from "zod";
import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { can } from "@wegraph/kit/principal";
import type { Bill as BillRow } from "@wegraph/db-core/client";
import type { CoreDatabase } from "../database.ts";
import type { RuleBook } from "../quota/quota.ruleBook.ts";
import type { UsageRollUp } from "../quota/usage/usage.rollUp.ts";
import { purpose } from "./bill.close.ts";
import type { Month, MonthReader } from "./bill.month.ts";
import { billLineShape } from "./bill.rules.ts";
import type { BillLine } from "./bill.rules.ts";

const newestFirst: readonly OrderColumn[] = [
  { field: "period", direction: "desc", kind: "string" },
  { field: "id", direction: "desc", kind: "uuid" },
];

export type { BillRow };

export interface BillDocument extends Omit<BillRow, "lines" | "planFee" | "overage" | "total"> {
  lines: BillLine[];
  planFee: number;
  overage: number;
  total: number;
}

/** Reads bills: the own tenant's, and for who manages billing for the platform any tenant's. */
export class BillReader {
  constructor(
    private readonly db: CoreDatabase,
    private readonly rules: RuleBook,
    private readonly months: MonthReader,
    private readonly rollUp: UsageRollUp,
  ) {}

  /** @param tenantId already found to be the caller's to ask about. */
  page(tenantId: string, args: PageArgs): Promise<Page<BillRow>> {
    const { bill } = this.db.system(purpose);
    const where = { tenantId };
    return keysetPage(
      args,
      newestFirst,
      (keyset) =>
        bill.findMany({
          where: { AND: [where, keyset.where] },
          orderBy: keyset.orderBy,
          take: keyset.take,
        }),
      () => bill.count({ where }),
    );
  }

  find(context: RequestContext, id: string): Promise<BillRow | null> {
    return context.loader(this.load).load(id.toLowerCase());
  }

  /** What the running month would cost if it ended now. */
  async draft(tenantId: string): Promise<Month> {
    await this.rollUp.run(tenantId);
    const { month } = await this.rules.calendar(tenantId);
    return this.months.month(this.db.system(purpose), tenantId, month);
  }

  private readonly load = async (
    ids: readonly string[],
    { principal }: RequestContext,
  ): Promise<(BillRow | null)[]> => {
    const managesAll = principal.isPlatform && can(principal, "billing:manage");
    const client = managesAll ? this.db.system(purpose) : this.db.tenant;
    return inOrder(ids, await client.bill.findMany({ where: { id: { in: [...ids] } } }));
  };
}

export function asDocument({ lines, planFee, overage, total, ...row }: BillRow): BillDocument {
  return {
    ...row,
    lines: z.array(billLineShape).parse(lines),
    planFee: Number(planFee),
    overage: Number(overage),
    total: Number(total),
  };
}
