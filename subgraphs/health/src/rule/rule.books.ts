import { LRUCache } from "lru-cache";
import type { Tx } from "../health.database.ts";
import { RuleBook } from "./rule.book.ts";
import type { ActiveRule } from "./rule.book.ts";
import { asRuleRow, ruleColumns } from "./rule.row.ts";
import { shippedRules } from "./rule.shipped.ts";
import { addShippedRules } from "./rule.shipped.store.ts";

const tenantsMax = 500;

type RuleReader = Pick<Tx, "healthAlertRule" | "$executeRaw">;

/**
 * Tenants' rules, compiled and kept. Whoever asks brings the stamp of what is in the database (see `readStanding`), so that a
 * change is in force everywhere with its commit, and no message has to arrive first.
 */
export class RuleBooks {
  private readonly known = new LRUCache<string, { stamp: number; book: RuleBook }>({ max: tenantsMax });

  constructor(private readonly clock: () => Date) {}

  async of(tx: RuleReader, tenantId: string, stamp: number): Promise<RuleBook> {
    const known = this.known.get(tenantId);
    if (known?.stamp === stamp) return known.book;
    const read = await this.read(tx);
    if (read.isComplete) {
      this.known.set(tenantId, { stamp, book: read.book });
      return read.book;
    }
    // Not kept: this transaction may be rolled back, and the rules it made with it.
    await addShippedRules(tx, tenantId, this.clock());
    return (await this.read(tx)).book;
  }

  private async read(tx: RuleReader): Promise<{ book: RuleBook; isComplete: boolean }> {
    const rows = (await tx.healthAlertRule.findMany({ select: ruleColumns, orderBy: { id: "asc" } })).map(
      asRuleRow,
    );
    const keys = new Set(rows.map(({ shippedKey }) => shippedKey));
    const rules = rows
      .filter(({ enabled, deletedAt }) => enabled && deletedAt === null)
      .map(({ id, nameZh, nameEn, advice, condition, reach }): ActiveRule => ({
        id,
        nameZh,
        nameEn,
        advice,
        condition,
        reach,
      }));
    return { book: new RuleBook(rules), isComplete: shippedRules.every(({ key }) => keys.has(key)) };
  }
}
