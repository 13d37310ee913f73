import { v7 } from "uuid";
import { audit, changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import type { Permission } from "@wegraph/kit/principal";
import type { QuotaMeter } from "@wegraph/kit/quotaMeter";
import { reaches } from "@wegraph/kit/reach";
import { domain, patient } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import type { AccountApps } from "../app/app.service.ts";
import { insertAccount } from "./account.creation.ts";
import type { ChangeAccountInput, CreateAccountInput } from "./account.input.ts";
import { accountActions, recoverySwitched, stepsFor } from "./account.rules.ts";
import type { AccountAction } from "./account.rules.ts";
import { loadAccount, searchText, setDue } from "./account.store.ts";
import type { AccountTimings } from "./account.timings.ts";
import { isStale } from "./account.transitions.ts";
import type { Transitions } from "./account.transitions.ts";
import type { LoginVault } from "./account.vault.ts";

interface AccountServiceOptions {
  db: WecomDatabase;
  vault: LoginVault;
  transitions: Transitions;
  apps: AccountApps;
  timings: AccountTimings;
  meter: QuotaMeter;
  clock: () => Date;
  random: () => number;
}

/** How each act is named in the audit log. */
const auditNames: Readonly<Record<Exclude<AccountAction, "UPDATE">, string>> = {
  LOG_IN: "account.login-started",
  REFRESH_QR: "account.qr-refreshed",
  SUBMIT_CODE: "account.code-submitted",
  CANCEL_LOGIN: "account.login-cancelled",
  LOG_OUT: "account.logged-out",
  RESTART: "account.restarted",
  RECOVER: "account.recovery-started",
  DELETE: "account.deleted",
};

/** What people do to accounts. */
export class AccountService {
  constructor(private readonly options: AccountServiceOptions) {}

  /** Returns the id of the new account, or of the one the same key made before. */
  async create(context: RequestContext, input: CreateAccountInput): Promise<string> {
    const { idempotencyKey: key, ...rest } = input;
    const { tenantId } = context.principal;
    return this.options.db.tenant.$transaction(
      (tx) =>
        once(tx, { tenantId, scope: "createAccount", key, input: rest }, () => {
          const id = v7();
          const wanted = { dimension: "ACCOUNTS", amount: 1, key: id } as const;
          return this.options.meter.use(originOf(context), wanted, () =>
            insertAccount(tx, context, input, { ...this.options, id }),
          );
        }),
      patient,
    );
  }

  /** An act the life cycle decides about: now if it may, INVALID_TRANSITION with nothing changed if not. */
  async act(
    context: RequestContext,
    id: string,
    action: Exclude<AccountAction, "UPDATE">,
    { code }: { code?: string } = {},
  ): Promise<void> {
    await this.demandReach(context, id, accountActions[action].permission);
    await this.options.transitions.apply({
      accountId: id,
      steps: ({ account }) =>
        stepsFor(action, account.status, { byPerson: true, ...(code !== undefined && { code }) }),
      origin: originOf(context),
      act: auditNames[action],
    });
  }

  async change(context: RequestContext, input: ChangeAccountInput): Promise<void> {
    await this.demandReach(context, input.accountId, "account:update");
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.options.db.tenant.$transaction(
          (tx) => this.changeOnce(tx, context, input),
          patient,
        );
      } catch (error) {
        // The driver was faster. Who named a version wants to know; who did not gets the change made on top.
        if (!isStale(error) || input.expectedVersion != null || attempt === 4) throw error;
      }
  }

  private async changeOnce(tx: Tx, context: RequestContext, input: ChangeAccountInput): Promise<void> {
    const { clock, vault, timings, random } = this.options;
    const { accountId: id, expectedVersion } = input;
    const now = clock();
    const { row, snapshot } = await loadAccount(tx, vault, id, now);
    if (expectedVersion != null && row.version !== expectedVersion) throw stale(id, row.version);

    const data = editOf(input);
    const changes = changesBetween({ ...row }, data);
    if (changes.length === 0) return;
    const name = data.name ?? row.name;
    const planned =
      data.autoRecover === undefined || data.autoRecover === row.autoRecover
        ? null
        : recoverySwitched(snapshot, data.autoRecover, { now, timings, random });
    const { count } = await tx.account.updateMany({
      where: { id, version: row.version },
      data: {
        ...data,
        ...planned?.account,
        searchText: searchText(name, row.wecomName),
        version: row.version + 1,
        updatedAt: now,
      },
    });
    if (count === 0) throw stale(id, row.version);
    // The account before its drive, as everywhere: writers that lock in one order do not wait for each other in a circle.
    const dueAt = planned?.drive.nextDueAt;
    if (planned) await setDue(tx, id, dueAt ? dueAt.getTime() - now.getTime() : null);
    await audit(tx, domain, originOf(context), {
      action: "account.changed",
      resourceType: "account",
      resourceId: id,
      changes,
    });
  }

  /** What the caller cannot see does not exist; what they see but may not touch is FORBIDDEN. */
  private async demandReach(
    { principal }: RequestContext,
    id: string,
    permission: Permission,
  ): Promise<void> {
    const row = await this.options.db.tenant.account.findFirst({
      where: { id, deletedAt: null },
      select: { ownerUserId: true, boundUserIds: true, department: true },
    });
    if (!row || !reaches(principal, "account:read", row)) throw notFound("account", id);
    if (!reaches(principal, permission, row)) throw refusal(principal, [permission]);
  }
}

function editOf(input: ChangeAccountInput) {
  const { name, group, tags, department, autoRecover, ownerId, boundUserIds } = input;
  return {
    ...(name != null && { name }),
    ...(group !== undefined && { groupName: group }),
    ...(tags !== undefined && { tags: tags ?? [] }),
    ...(department !== undefined && { department }),
    ...(autoRecover != null && { autoRecover }),
    ...(ownerId !== undefined && { ownerUserId: ownerId }),
    ...(boundUserIds !== undefined && { boundUserIds: boundUserIds ?? [] }),
  };
}

function stale(id: string, version: number): AppError {
  return new AppError("CONFLICT", "ACCOUNT_STALE", "The account has changed meanwhile.", { id, version });
}
