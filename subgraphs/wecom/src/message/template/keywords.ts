import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { originOf } from "@wegraph/kit/outbox";
import { domain } from "../../wecom.database.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import { keywordFinder } from "./keyword.rules.ts";

/** The words a tenant does not want in its messages. */
export class Keywords {
  constructor(
    private readonly db: WecomDatabase,
    private readonly clock: () => Date,
  ) {}

  async list(): Promise<string[]> {
    const rows = await this.db.tenant.messageKeyword.findMany({ orderBy: { word: "asc" } });
    return rows.map(({ word }) => word);
  }

  /** Read anew for each order: a word that was added just now counts. */
  async finder(): Promise<((content: unknown) => string | null) | null> {
    return keywordFinder(await this.list());
  }

  /** Replaces all of them. */
  async set(context: RequestContext, words: readonly string[]): Promise<string[]> {
    const { tenantId } = context.principal;
    const wanted = [...new Set(words)];
    await this.db.tenant.$transaction(async (tx) => {
      const before = await tx.messageKeyword.count();
      await tx.messageKeyword.deleteMany({ where: { word: { notIn: wanted } } });
      const createdAt = this.clock();
      await tx.messageKeyword.createMany({
        data: wanted.map((word) => ({ tenantId, word, createdAt })),
        skipDuplicates: true,
      });
      await audit(tx, domain, originOf(context), {
        action: "message-keywords.changed",
        resourceType: "message-keywords",
        resourceId: null,
        changes: [{ field: "words", before, after: wanted.length }],
      });
    });
    return this.list();
  }
}
