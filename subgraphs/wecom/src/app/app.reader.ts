import type { Prisma } from "@wegraph/db-wecom/client";
import type { RequestContext } from "@wegraph/kit/context";
import type { Account } from "../account/account.model.ts";
import { withinReach } from "../account/account.scope.ts";
import { appCallbackUrl } from "../callback/callback.keys.ts";
import type { AppVault } from "../message/routing/appVault.ts";
import { errcodeInfo } from "../serverApi/errcodes.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import type { AccountApplication, AccountCallbackSettings, AccountProbe } from "./app.model.ts";
import type { ProbeRecord } from "./probe.rules.ts";

type AppRow = Prisma.AccountAppGetPayload<object>;

/** Reads applications for people, of accounts they were already shown. */
export class AppReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly vault: AppVault,
    private readonly publicUrl: string,
  ) {}

  /** Null for an account without one. */
  async find(context: RequestContext, account: Account): Promise<AccountApplication | null> {
    const row = await context.loader(this.load).load(account.id);
    if (!row) return null;
    const { agentId, memberLimit, apiUrl, secretEndsAt, callbackVerifiedAt, lastCallbackAt } = row;
    const secretPending = row.pendingSecretSealed !== null;
    const lastProbe = lastProbeOf(row, account.lastHeartbeatAt);
    return {
      account,
      agentId,
      memberLimit,
      apiUrl,
      secretPending,
      secretEndsAt,
      callbackVerifiedAt,
      lastCallbackAt,
      lastProbe,
    };
  }

  /** Null for whom the right to log the account in does not reach: who has the keys can speak as WeCom. */
  async callback({ principal }: RequestContext, accountId: string): Promise<AccountCallbackSettings | null> {
    const row = await this.db.tenant.accountApp.findFirst({
      where: { accountId, account: withinReach(principal, "account:login") },
      select: { callbackTokenSealed: true, callbackAesKeySealed: true },
    });
    const keys = row && this.vault.openCallbackKeys(accountId, row);
    return keys && { url: appCallbackUrl(this.publicUrl, accountId), ...keys };
  }

  private readonly load = async (ids: readonly string[]): Promise<(AppRow | null)[]> => {
    const rows = await this.db.tenant.accountApp.findMany({ where: { accountId: { in: [...ids] } } });
    const byAccount = new Map(rows.map((row) => [row.accountId, row]));
    return ids.map((id) => byAccount.get(id) ?? null);
  };
}

/** A good probe like the one before is kept as a heartbeat only. */
function lastProbeOf(row: AppRow, lastHeartbeatAt: Date | null): AccountProbe | null {
  const { probedAt, probeReason: reason, probeErrcode: errcode, probeAddress: address } = row;
  if (probedAt === null) return null;
  const isBeatNewer = reason === null && lastHeartbeatAt !== null && lastHeartbeatAt > probedAt;
  return probeViewOf({ reason, errcode, address }, isBeatNewer ? lastHeartbeatAt : probedAt);
}

export function probeViewOf({ reason, errcode, address }: ProbeRecord, at: Date): AccountProbe {
  const advice = reason !== null && errcode !== null && errcode !== 0 ? errcodeInfo(errcode) : null;
  return {
    at,
    ok: reason === null,
    reason,
    errcode,
    address,
    meaning: advice?.en.meaning ?? null,
    action: advice?.en.action ?? null,
    meaningZh: advice?.zh.meaning ?? null,
    actionZh: advice?.zh.action ?? null,
  };
}
