import type { Prisma } from "@wegraph/db-wecom/client";
import { audit, changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { announce, originOf } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import type { Permission } from "@wegraph/kit/principal";
import { v7 } from "uuid";
import { healthOf } from "../health/health.rules.ts";
import { domain, patient } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";

import { effects } from "./account.effects.ts";
import { accountStatusChanged } from "./account.events.ts";
import type { ChangeAccountInput, CreateAccountInput } from "./account.input.ts";
import { accountActions, stepsFor } from "./account.rules.ts";
import type { AccountAction } from "./account.rules.ts";
import { reaches, scopeFor } from "./account.scope.ts";
import { loadAccount, searchText } from "./account.store.ts";
import type { AccountTimings } from "./account.timings.ts";
import { isStale, wakeDriver } from "./account.transitions.ts";
import type { Transitions } from "./account.transitions.ts";
import type { LoginVault } from "./account.vault.ts";

interface AccountServiceOptions {
  db: WecomDatabase;
  vault: LoginVault;
  transitions: Transitions;
  timings: AccountTimings;
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
    if (input.connector === "CORP_APP")
      throw invalidInput(
        [{ path: ["input", "connector"], message: "The corporation's application is not available as a connector yet." }],
        "CONNECTOR_UNAVAILABLE",
      );
    const { idempotencyKey: key, ...rest } = input;
    const { tenantId } = context.principal;
    return this.options.db.tenant.$transaction(
      (tx) => once(tx, { tenantId, scope: "createAccount", key, input: rest }, () => this.insert(tx, context, input)),
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
      steps: ({ account }) => stepsFor(action, account.status, { byPerson: true, ...(code !== undefined && { code }) }),
      origin: originOf(context),
      act: auditNames[action],
    });
  }

  async change(context: RequestContext, input: ChangeAccountInput): Promise<void> {
    await this.demandReach(context, input.accountId, "account:update");
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.options.db.tenant.$transaction((tx) => this.changeOnce(tx, context, input), patient);
      } catch (error) {
        // The driver was faster. Who named a version wants to know; who did not gets the change made on top.
        if (!isStale(error) || input.expectedVersion != null || attempt === 4) throw error;
      }
  }

  private async insert(tx: Tx, context: RequestContext, input: CreateAccountInput): Promise<string> {
    const { principal } = context;
    const origin = originOf(context);
    const { tenantId } = origin;
    const { name, corpId, connector, group, tags, autoRecover, ownerId, boundUserIds } = input;
    const corp = await tx.corp.findFirst({ where: { id: corpId }, select: { id: true } });
    if (!corp) throw notFound("corp", corpId);

    const now = this.options.clock();
    const id = v7();
    // Who sees only what is theirs would lose sight of what they just made.
    const seesOwnOnly = ["OWN", "BOUND"].includes(scopeFor(principal, "account:read") ?? "");
    const row = {
      ...{ id, tenantId, corpId, name, connector, autoRecover },
      status: "CREATED",
      statusSince: now,
      groupName: group ?? null,
      tags: tags ?? [],
      ownerUserId: ownerId ?? (seesOwnOnly ? principal.id : null),
      boundUserIds: boundUserIds ?? [],
      department: input.department ?? principal.department,
      searchText: searchText(name),
      ...newHealth(now),
      ...{ createdAt: now, updatedAt: now },
    };
    await tx.account.create({ data: { ...row, drive: { create: { tenantId, instanceName: name } } } });
    const changeId = v7();
    const change = { event: "CREATE", reason: null, version: 1 };
    const { kind: actorKind, id: actorId } = origin.actor;
    await tx.accountStatusChange.create({
      data: { ...change, id: changeId, tenantId, accountId: id, at: now, toStatus: "CREATED", actorKind, actorId },
    });
    const { groupName, ownerUserId, department } = row;
    await announce(tx, origin, accountStatusChanged, {
      ...{ changeId, accountId: id, from: null, to: "CREATED", ...change },
      ...{ group: groupName, ownerUserId, boundUserIds: row.boundUserIds, department },
    });
    await audit(tx, domain, origin, {
      ...{ action: "account.created", resourceType: "account", resourceId: id },
      changes: changesBetween({}, { name, corpId, group, tags, department, autoRecover, ownerId, boundUserIds }),
    });
    return id;
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
    const recovery: Prisma.AccountUpdateManyMutationInput = {};
    if (data.autoRecover !== undefined && data.autoRecover !== row.autoRecover && row.status === "ERROR") {
      // Switched on: the next attempt is planned as if the outage began now; switched off: none is.
      const account = { ...snapshot.account, autoRecover: data.autoRecover, recoverySince: now, recoveryAttempts: 0 };
      const planned = effects.scheduleRecovery({ ...snapshot, account }, { byPerson: true }, { now, timings, random });
      const { nextRecoveryAt = null } = planned.account ?? {};
      Object.assign(recovery, { nextRecoveryAt, recoverySince: now, recoveryAttempts: 0 });
      await tx.accountDrive.updateMany({
        where: { accountId: id },
        data: { nextDueAt: nextRecoveryAt, wakes: { increment: 1 } },
      });
      await wakeDriver(tx);
    }
    const { count } = await tx.account.updateMany({
      where: { id, version: row.version },
      data: { ...data, ...recovery, searchText: searchText(name, row.wecomName), version: row.version + 1, updatedAt: now },
    });
    if (count === 0) throw stale(id, row.version);
    await audit(tx, domain, originOf(context), {
      ...{ action: "account.changed", resourceType: "account", resourceId: id, changes },
    });
  }

  /** What the caller cannot see does not exist; what they see but may not touch is FORBIDDEN. */
  private async demandReach({ principal }: RequestContext, id: string, permission: Permission): Promise<void> {
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

function newHealth(now: Date) {
  const nothing = { lastOnlineAt: null, lastErrorAt: null, heartbeatRatio: null, sendRatio: null, callbackDelayMs: null };
  const { score, parts } = healthOf({ now, createdAt: now, onlineMs: 0, ...nothing });
  return { healthScore: score, healthParts: parts as unknown as Prisma.InputJsonArray, healthComputedAt: now };
}

function stale(id: string, version: number): AppError {
  return new AppError("CONFLICT", "ACCOUNT_STALE", "The account has changed meanwhile.", { id, version });
}
