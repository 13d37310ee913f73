import { inTenant } from "@wegraph/database/scope";
import type { AppVault } from "../message/routing/appVault.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import type { ProbeRecord } from "./probe.rules.ts";

/** An application with its secrets opened: what a probe needs. */
export interface AppAccount {
  accountId: string;
  tenantId: string;
  /** At WeCom. */
  corpId: string;
  agentId: number;
  /** Null for WeCom's own address. */
  apiUrl: string | null;
  secret: string;
  /** Newer, and not seen to work yet. */
  pending: { secret: string; sealed: string } | null;
  callbackVerifiedAt: Date | null;
  lastProbe: ProbeRecord & { at: Date | null };
}

/** The applications of accounts, as the driver and tests of a connection read and mark them. */
export class AppAccess {
  constructor(
    private readonly db: WecomDatabase,
    private readonly vault: AppVault,
    private readonly clock: () => Date,
  ) {}

  /** Null for an account without an application. */
  read(tenantId: string, accountId: string): Promise<AppAccount | null> {
    return inTenant(tenantId, async () => {
      const row = await this.db.tenant.accountApp.findFirst({
        where: { accountId },
        include: { account: { select: { corp: { select: { corpId: true } } } } },
      });
      if (!row) return null;
      const { agentId, apiUrl, callbackVerifiedAt, pendingSecretSealed: sealed } = row;
      const { probeReason: reason, probeErrcode: errcode, probeAddress: address, probedAt: at } = row;
      return {
        accountId,
        tenantId,
        corpId: row.account.corp.corpId,
        agentId,
        apiUrl,
        secret: this.vault.open(accountId, row.secretSealed),
        pending: sealed === null ? null : { sealed, secret: this.vault.open(accountId, sealed) },
        callbackVerifiedAt,
        lastProbe: { reason, errcode, address, at },
      };
    });
  }

  /** Keeps what a probe found. One like the good one before says nothing new: it is a heartbeat, and written as such. */
  async note({ tenantId, accountId, lastProbe }: AppAccount, found: ProbeRecord): Promise<void> {
    if (found.reason === null && lastProbe.reason === null && lastProbe.at !== null) return;
    const { reason: probeReason, errcode: probeErrcode, address: probeAddress } = found;
    const data = { probeReason, probeErrcode, probeAddress, probedAt: this.clock() };
    await inTenant(tenantId, async () => {
      await this.db.tenant.accountApp.updateMany({ where: { accountId }, data });
    });
  }

  /**
   * Ends the trial of a newer secret: it takes the old one's place, or is dropped. Says whether it was still on trial;
   * one that was replaced by a newer one meanwhile is not judged.
   */
  async settleSecret({ tenantId, accountId, pending }: AppAccount, works: boolean): Promise<boolean> {
    if (!pending) return false;
    return inTenant(tenantId, async () => {
      const { count } = await this.db.tenant.accountApp.updateMany({
        where: { accountId, pendingSecretSealed: pending.sealed },
        data: { pendingSecretSealed: null, ...(works && { secretSealed: pending.sealed }) },
      });
      return count > 0;
    });
  }
}
