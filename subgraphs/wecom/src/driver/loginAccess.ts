import { inTenant } from "@wegraph/database/scope";
import type { LoginVault } from "../account/account.vault.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import type { Claim } from "./claim.ts";
import type { LoginAccess } from "./step.ts";

/** The log-in of a claimed account, read and marked within its tenant. */
export function loginAccess(db: WecomDatabase, vault: LoginVault, { row, worker }: Claim): LoginAccess {
  const { accountId, tenantId, wakes } = row;
  return {
    read: () =>
      inTenant(tenantId, async () => {
        const login = await db.tenant.accountLogin.findFirst({ where: { accountId } });
        if (!login) return null;
        const { qrSealed, codeSealed, expiresAt } = login;
        return {
          token: qrSealed === null ? null : vault.openQr(accountId, qrSealed).token,
          code: codeSealed === null ? null : vault.openCode(accountId, codeSealed),
          expiresAt,
        };
      }),
    markCodeSent: () =>
      inTenant(tenantId, async () => {
        const { count } = await db.tenant.accountDrive.updateMany({
          where: { accountId, claimedBy: worker, wakes },
          data: { command: "CODE_SENT" },
        });
        return count > 0;
      }),
  };
}
