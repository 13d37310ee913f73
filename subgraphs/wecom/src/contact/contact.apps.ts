import type { AppAccess } from "../serverApi/tokenSource.ts";
import type { ServerApi } from "../serverApi/serverApi.ts";
import type { ServerApis } from "../serverApi/serverApis.ts";
import type { AppVault } from "../message/routing/appVault.ts";
import type { WecomDatabase } from "../wecom.database.ts";

/** With what a corporation's contacts are read: one of its accounts' applications. */
export interface ContactApp {
  accountId: string;
  app: AppAccess;
  api: ServerApi;
}

/** Finds the application to read a corporation with. Works in the tenant's scope. */
export class ContactApps {
  constructor(
    private readonly db: WecomDatabase,
    private readonly vault: AppVault,
    private readonly apis: ServerApis,
  ) {}

  /** Null for an account that is gone, or has no application. */
  async ofAccount(accountId: string): Promise<ContactApp | null> {
    return this.first({ id: accountId });
  }

  /** The healthiest that is online; null where none is. */
  async ofCorp(corpId: string): Promise<ContactApp | null> {
    return this.first({ corpId, status: "ONLINE" });
  }

  private async first(
    where: { id: string } | { corpId: string; status: string },
  ): Promise<ContactApp | null> {
    const row = await this.db.tenant.account.findFirst({
      where: { ...where, deletedAt: null, app: { isNot: null } },
      select: { id: true, app: true, corp: { select: { corpId: true } } },
      orderBy: [{ healthScore: "desc" }, { id: "asc" }],
    });
    if (!row?.app) return null;
    const secret = this.vault.open(row.id, row.app.secretSealed);
    return {
      accountId: row.id,
      app: { corpId: row.corp.corpId, secret },
      api: this.apis.at(row.app.apiUrl),
    };
  }
}
