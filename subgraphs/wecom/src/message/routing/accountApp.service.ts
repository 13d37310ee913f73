import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import { reaches } from "../../account/account.scope.ts";
import { newCallbackKeys } from "../../callback/callback.keys.ts";
import { isAllowed } from "../../corp/corp.rules.ts";
import { domain } from "../../wecom.database.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import type { AppVault } from "./appVault.ts";

export interface AppFields {
  accountId: string;
  agentId: number;
  secret?: string | null | undefined;
  apiUrl?: string | null | undefined;
  memberLimit: number;
}

/** Which application of the corporation an account sends with. */
export class AccountApps {
  constructor(
    private readonly db: WecomDatabase,
    private readonly vault: AppVault,
    private readonly trustedOrigins: readonly string[],
    private readonly clock: () => Date,
  ) {}

  /** The secret may be left out when there is one already. */
  async set(context: RequestContext, { accountId: id, secret, ...fields }: AppFields): Promise<void> {
    const { principal } = context;
    const apiUrl = fields.apiUrl ?? null;
    if (apiUrl !== null && !isAllowed(apiUrl, this.trustedOrigins))
      throw invalidInput([{ path: ["input", "apiUrl"], message: "must be https" }], "API_URL_REFUSED");
    await this.db.tenant.$transaction(async (tx) => {
      const account = await tx.account.findFirst({ where: { id, deletedAt: null }, include: { app: true } });
      if (!account || !reaches(principal, "account:read", account)) throw notFound("account", id);
      if (!reaches(principal, "account:update", account)) throw refusal(principal, ["account:update"]);
      const secretSealed = secret ? this.vault.seal(id, secret) : account.app?.secretSealed;
      if (secretSealed === undefined)
        throw invalidInput([{ path: ["input", "secret"], message: "there is none yet, so it is required" }]);
      const { agentId, memberLimit } = fields;
      const data = {
        agentId,
        memberLimit,
        apiUrl,
        secretSealed,
        updatedAt: this.clock(),
        // Made once: an administrator has entered them at WeCom, and the address would go deaf with others.
        ...(!account.app?.callbackTokenSealed && this.vault.sealCallbackKeys(id, newCallbackKeys())),
      };
      const { tenantId } = principal;
      await tx.accountApp.upsert({
        where: { accountId: id },
        create: { accountId: id, tenantId, ...data },
        update: data,
      });
      await audit(tx, domain, originOf(context), {
        action: "account.application-set",
        resourceType: "account",
        resourceId: id,
        changes: [
          { field: "agentId", before: account.app?.agentId ?? null, after: agentId },
          { field: "memberLimit", before: account.app?.memberLimit ?? null, after: memberLimit },
          ...(secret ? [{ field: "secret" }] : []),
        ],
      });
    });
  }
}
