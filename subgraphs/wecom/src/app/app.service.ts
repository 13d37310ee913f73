import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import type { Permission } from "@wegraph/kit/principal";
import { reaches } from "@wegraph/kit/reach";
import { setDue } from "../account/account.store.ts";
import { newCallbackKeys } from "../callback/callback.keys.ts";
import { isAllowed } from "../corp/corp.rules.ts";
import type { AppVault } from "../message/routing/appVault.ts";
import { domain } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import type { AppAccess } from "./app.access.ts";
import type { AppProbe } from "./app.probe.ts";
import type { AccountProbe } from "./app.model.ts";
import { probeViewOf } from "./app.reader.ts";
import { recordOf } from "./probe.rules.ts";

export interface NewApp {
  agentId: number;
  secret: string;
  apiUrl?: string | null | undefined;
  memberLimit: number;
  secretEndsAt?: Date | null | undefined;
}

export interface AppFields extends Omit<NewApp, "secret"> {
  accountId: string;
  secret?: string | null | undefined;
}

interface AppServiceOptions {
  db: WecomDatabase;
  vault: AppVault;
  access: AppAccess;
  probe: AppProbe;
  trustedOrigins: readonly string[];
  clock: () => Date;
}

/** Which application of the corporation an account is, or sends with. */
export class AccountApps {
  constructor(private readonly options: AppServiceOptions) {}

  /**
   * Within the transaction that makes the account.
   * @throws AppError CONFLICT when the corporation's application is another account already: they would share its quota.
   */
  async add(tx: Tx, account: { id: string; tenantId: string; corpId: string }, app: NewApp): Promise<void> {
    const { vault, clock } = this.options;
    const { agentId, secret, memberLimit, apiUrl = null, secretEndsAt = null } = app;
    this.checkAddress(apiUrl, ["input", "application", "apiUrl"]);
    const { id, tenantId, corpId } = account;
    // Of two that are made at the same time the second one waits, and then sees the first.
    await tx.$queryRaw`SELECT id FROM wework_corps WHERE id = ${corpId}::uuid FOR NO KEY UPDATE`;
    const other = await tx.accountApp.findFirst({
      where: { agentId, account: { corpId, connector: "CORP_APP", deletedAt: null } },
      select: { accountId: true },
    });
    if (other)
      throw new AppError("CONFLICT", "APPLICATION_EXISTS", "This application is an account already.", {
        agentId,
        accountId: other.accountId,
      });
    const secretSealed = vault.seal(id, secret);
    const keys = vault.sealCallbackKeys(id, newCallbackKeys());
    const data = { agentId, memberLimit, apiUrl, secretEndsAt, secretSealed, ...keys, updatedAt: clock() };
    await tx.accountApp.create({ data: { accountId: id, tenantId, ...data } });
  }

  /** The secret may be left out when there is one already. */
  async set(context: RequestContext, fields: AppFields): Promise<void> {
    const { db, vault, clock } = this.options;
    const { accountId: id, agentId, memberLimit, secret, secretEndsAt } = fields;
    const apiUrl = fields.apiUrl ?? null;
    this.checkAddress(apiUrl, ["input", "apiUrl"]);
    await this.demandReach(context, id, "account:update");
    const works = secret ? await this.isNewSecretGood(context, { ...fields, secret }) : true;
    await db.tenant.$transaction(async (tx) => {
      const account = await tx.account.findFirst({ where: { id, deletedAt: null }, include: { app: true } });
      if (!account) throw notFound("account", id);
      const { app } = account;
      const sealed = secret ? vault.seal(id, secret) : null;
      const secretSealed = works ? (sealed ?? app?.secretSealed) : app?.secretSealed;
      if (secretSealed === undefined)
        throw invalidInput([{ path: ["input", "secret"], message: "there is none yet, so it is required" }]);
      const data = {
        agentId,
        memberLimit,
        apiUrl,
        secretSealed,
        ...(sealed && { pendingSecretSealed: works ? null : sealed }),
        ...(secretEndsAt !== undefined && { secretEndsAt }),
        updatedAt: clock(),
        // Another application has its own settings in WeCom's console.
        ...(app && app.agentId !== agentId && { callbackVerifiedAt: null }),
        // Made once: an administrator has entered them at WeCom, and the address would go deaf with others.
        ...(!app?.callbackTokenSealed && vault.sealCallbackKeys(id, newCallbackKeys())),
      };
      const { tenantId } = context.principal;
      await tx.accountApp.upsert({
        where: { accountId: id },
        create: { accountId: id, tenantId, ...data },
        update: data,
      });
      // What was in the way may be gone: the driver looks at once.
      if (account.connector === "CORP_APP") await setDue(tx, id, 0);
      await audit(tx, domain, originOf(context), {
        action: "account.application-set",
        resourceType: "account",
        resourceId: id,
        changes: [
          { field: "agentId", before: app?.agentId ?? null, after: agentId },
          { field: "memberLimit", before: app?.memberLimit ?? null, after: memberLimit },
          ...(secret ? [{ field: "secret" }] : []),
        ],
      });
    });
  }

  /** Looks now, whatever the state; the driver then does what follows from it. */
  async test(context: RequestContext, id: string): Promise<AccountProbe> {
    const { access, probe, db, clock } = this.options;
    await this.demandReach(context, id, "account:login");
    const { tenantId } = context.principal;
    const app = await access.read(tenantId, id);
    if (!app)
      throw new AppError("CONFLICT", "ACCOUNT_HAS_NO_APPLICATION", "There is no application to test.", {
        id,
      });
    const found = recordOf(await probe.look(await probe.withNewestSecret(app)));
    await db.tenant.$transaction(async (tx) => {
      await setDue(tx, id, 0);
      await audit(tx, domain, originOf(context), {
        action: "account.connection-tested",
        resourceType: "account",
        resourceId: id,
        changes: [{ field: "result", after: found.reason ?? "ok" }],
      });
    });
    return probeViewOf(found, clock());
  }

  /** New token and EncodingAESKey: callbacks are refused until an administrator has saved them at WeCom. */
  async renewCallback(context: RequestContext, id: string): Promise<void> {
    const { db, vault } = this.options;
    await this.demandReach(context, id, "account:update");
    await db.tenant.$transaction(async (tx) => {
      const { count } = await tx.accountApp.updateMany({
        where: { accountId: id },
        data: { ...vault.sealCallbackKeys(id, newCallbackKeys()), callbackVerifiedAt: null },
      });
      if (count === 0)
        throw new AppError("CONFLICT", "ACCOUNT_HAS_NO_APPLICATION", "There is no application.", { id });
      await audit(tx, domain, originOf(context), {
        action: "account.callback-renewed",
        resourceType: "account",
        resourceId: id,
        changes: [{ field: "callbackToken" }, { field: "callbackAesKey" }],
      });
    });
  }

  /**
   * Whether a newer secret may take the old one's place. True also for the first one, which the log-in tries.
   * @throws AppError INVALID_INPUT when WeCom refuses it: then the old one is left alone.
   */
  private async isNewSecretGood(
    { principal }: RequestContext,
    { accountId, secret, apiUrl }: AppFields & { secret: string },
  ): Promise<boolean> {
    const { access, probe } = this.options;
    const app = await access.read(principal.tenantId, accountId);
    if (!app) return true;
    const trouble = await probe.credentials({ ...app, secret, apiUrl: apiUrl ?? null });
    if (trouble?.kind !== "refused") return trouble === null;
    const { meaning } = probeViewOf(recordOf(trouble), new Date(0));
    throw invalidInput(
      [{ path: ["input", "secret"], message: meaning ?? "WeCom refuses it" }],
      "SECRET_REFUSED",
    );
  }

  private checkAddress(apiUrl: string | null, path: readonly string[]): void {
    if (apiUrl === null || isAllowed(apiUrl, this.options.trustedOrigins)) return;
    throw invalidInput([{ path, message: "must be https" }], "API_URL_REFUSED");
  }

  private async demandReach({ principal }: RequestContext, id: string, right: Permission): Promise<void> {
    const account = await this.options.db.tenant.account.findFirst({ where: { id, deletedAt: null } });
    if (!account || !reaches(principal, "account:read", account)) throw notFound("account", id);
    if (!reaches(principal, right, account)) throw refusal(principal, [right]);
  }
}
