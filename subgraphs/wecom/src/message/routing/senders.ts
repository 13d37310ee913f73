import { LRUCache } from "lru-cache";
import type { SendingApp } from "../sending/sender.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import type { AppVault } from "./appVault.ts";

const purpose = "message-worker";
const validMs = 2_000;
const entriesMax = 20_000;

/** An account as its messages see it. */
export interface SendingAccount {
  id: string;
  /** Can send right now: it is online, and no alert holds it up. */
  isOnline: boolean;
  /** Null for a connector that cannot send. */
  app: SendingApp | null;
}

/** The accounts in use, for seconds: an account that goes offline soon stops sending, in every process. */
export class SendingAccounts {
  private readonly known = new LRUCache<string, SendingAccount>({ max: entriesMax, ttl: validMs });

  constructor(
    private readonly db: WecomDatabase,
    private readonly vault: AppVault,
  ) {}

  /** Without those that are deleted. */
  async find(accountIds: Iterable<string>): Promise<Map<string, SendingAccount>> {
    const wanted = [...new Set(accountIds)];
    const unknown = wanted.filter((id) => !this.known.has(id));
    const found = new Map<string, SendingAccount>();
    for (const id of wanted) {
      const account = this.known.get(id);
      if (account) found.set(id, account);
    }
    for (const account of unknown.length > 0 ? await this.read(unknown) : []) {
      this.known.set(account.id, account);
      found.set(account.id, account);
    }
    return found;
  }

  private async read(ids: readonly string[]): Promise<SendingAccount[]> {
    const rows = await this.db.system(purpose).account.findMany({
      where: { id: { in: [...ids] }, deletedAt: null },
      select: {
        id: true,
        status: true,
        app: true,
        sendingPause: { select: { accountId: true } },
        corp: { select: { corpId: true } },
      },
    });
    return rows.map(({ id, status, app, corp, sendingPause }) => ({
      id,
      isOnline: status === "ONLINE" && sendingPause === null,
      app: app && {
        accountId: id,
        corpId: corp.corpId,
        agentId: app.agentId,
        secret: this.vault.open(id, app.secretSealed),
        apiUrl: app.apiUrl,
      },
    }));
  }
}
