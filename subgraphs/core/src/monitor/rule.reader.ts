import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { CoreDatabase } from "../database.ts";
import { asRuleRow, ruleColumns } from "./rule.row.ts";
import type { RuleRow } from "./rule.row.ts";

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];

/** Reading rules: those of the caller's tenant. */
export class MonitorRuleReader {
  constructor(private readonly db: CoreDatabase) {}

  page(args: PageArgs): Promise<Page<RuleRow>> {
    return keysetPage(
      args,
      newestFirst,
      async ({ where, orderBy, take }) => {
        const rows = await this.db.tenant.monitorRule.findMany({ where, orderBy, take, select: ruleColumns });
        return rows.map(asRuleRow);
      },
      () => this.db.tenant.monitorRule.count(),
    );
  }

  find(context: RequestContext, id: string): Promise<RuleRow | null> {
    return context.loader(this.load).load(id);
  }

  /** How many alerts of it last. */
  firing(context: RequestContext, id: string): Promise<number> {
    return context.loader(this.loadFiring).load(id);
  }

  private readonly load = async (ids: readonly string[]): Promise<(RuleRow | null)[]> => {
    const rows = await this.db.tenant.monitorRule.findMany({
      where: { id: { in: [...ids] } },
      select: ruleColumns,
    });
    return inOrder(ids, rows.map(asRuleRow));
  };

  private readonly loadFiring = async (ids: readonly string[]): Promise<number[]> => {
    const counts = await this.db.tenant.systemAlert.groupBy({
      by: ["sourceId"],
      where: { sourceId: { in: [...ids] }, state: { not: "RESOLVED" } },
      _count: { _all: true },
    });
    const byRule = new Map(counts.map(({ sourceId, _count }) => [sourceId, _count._all]));
    return ids.map((id) => byRule.get(id) ?? 0);
  };
}
