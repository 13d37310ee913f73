import { AppError } from "@wegraph/kit/errors";
import { announce } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import { audit } from "@wegraph/kit/audit";
import { v7 } from "uuid";
import { healthOf, nextHealthAt } from "../health/health.rules.ts";
import { domain, patient } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import { accountDeleted, accountRecoveryFailed, accountStatusChanged } from "./account.events.ts";
import type { EventFacts, Snapshot } from "./account.facts.ts";
import type { AccountEvent } from "./account.machine.ts";
import { decideAll } from "./account.rules.ts";
import type { Decision } from "./account.rules.ts";
import { loadAccount, saveAccount } from "./account.store.ts";
import type { AccountRecord, ChangeRecord, Learnt, Loaded } from "./account.store.ts";
import type { AccountTimings } from "./account.timings.ts";
import type { LoginVault } from "./account.vault.ts";

export interface Step {
  event: AccountEvent;
  facts: EventFacts;
}

export interface TransitionRequest {
  accountId: string;
  /** What is to happen, given where the account stands; nothing to do is an empty list. */
  steps: (snapshot: Snapshot, row: AccountRecord) => readonly Step[];
  origin: Origin;
  /** What the person did, for the audit log: "account.logged-out". */
  act?: string | undefined;
  /** What the decision rests on is of this version; another one means it is about the past. */
  expectedVersion?: number | undefined;
  /** The driver's hold on the account: given up with the write, and refused when it is lost. */
  claim?: { by: string; wakes: number } | undefined;
  learnt?: Learnt | undefined;
}

export interface TransitionOptions {
  db: WecomDatabase;
  vault: LoginVault;
  timings: AccountTimings;
  clock: () => Date;
  random: () => number;
}

/** How often a health score is looked at while it moves. */
export const healthEveryMs = 5 * 60_000;

const attemptsMax = 4;

/**
 * The only writer of account states. Load, decide, save, announce in one transaction; the version in the UPDATE's
 * condition lets one of two concurrent writers through, so no state is reached from a state that was not there.
 */
export class Transitions {
  constructor(private readonly options: TransitionOptions) {}

  /**
   * For people: decided anew on what the account has become, when somebody else was faster.
   * @throws AppError INVALID_TRANSITION, NOT_FOUND
   */
  async apply(request: TransitionRequest): Promise<Decision[]> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.applyOnce(request);
      } catch (error) {
        if (!isStale(error) || attempt === attemptsMax) throw error;
      }
  }

  /**
   * For the driver: its observation is of one version, so a conflict is not tried again.
   * @throws AppError CONFLICT with reason ACCOUNT_STALE
   */
  applyOnce(request: TransitionRequest): Promise<Decision[]> {
    return this.options.db.tenant.$transaction((tx) => this.applyIn(tx, request), patient);
  }

  /** Within a transaction of the caller's; whatever it throws must end that transaction. */
  async applyIn(tx: Tx, request: TransitionRequest): Promise<Decision[]> {
    const { accountId, expectedVersion, claim, origin, learnt } = request;
    const { vault, clock, timings, random } = this.options;
    const now = clock();
    const loaded = await loadAccount(tx, vault, accountId, now);
    const { row, snapshot } = loaded;
    if (expectedVersion !== undefined && row.version !== expectedVersion) throw stale(accountId);

    const decisions = decideAll(snapshot, request.steps(snapshot, row), { now, timings, random });
    const last = decisions.at(-1);
    if (!last) return [];

    // Somebody asked for attention while the driver was at work: it must look again at once.
    const isWoken = claim !== undefined && row.wakes !== claim.wakes;
    const after = isWoken ? { ...last.after, drive: { ...last.after.drive, nextDueAt: now } } : last.after;
    const version = row.version + decisions.length;
    const changes = changesOf(row, decisions);
    const save = { loaded, after, version, now, changes, actor: origin.actor, claimedBy: claim?.by, learnt };
    if (!(await saveAccount(tx, vault, { ...save, ...healthAfter(row, after, now) }))) throw stale(accountId);

    await this.announceAll(tx, loaded, decisions, changes, request);
    return decisions;
  }

  private async announceAll(
    tx: Tx,
    { row }: Loaded,
    decisions: readonly Decision[],
    changes: readonly ChangeRecord[],
    { origin, act, accountId }: TransitionRequest,
  ): Promise<void> {
    const { groupName: group, ownerUserId, boundUserIds, department } = row;
    const reach = { group, ownerUserId, boundUserIds, department };
    for (const [i, { from, to, event, reason, gaveUp, after }] of decisions.entries()) {
      const version = row.version + i + 1;
      const changeId = changes[i]?.id ?? "";
      if (to === "GONE") await announce(tx, origin, accountDeleted, { accountId, version });
      else
        await announce(tx, origin, accountStatusChanged, {
          ...reach,
          changeId,
          accountId,
          from,
          to,
          event,
          reason,
          version,
        });
      const { recoveryAttempts: attempts, recoverySince, statusSince } = after.account;
      const since = (recoverySince ?? statusSince).toISOString();
      if (gaveUp) await announce(tx, origin, accountRecoveryFailed, { accountId, attempts, since, version });
    }
    if (!act) return;
    const to = decisions.at(-1)?.to;
    const differences =
      to === "GONE"
        ? [{ field: "name", before: row.name }]
        : [{ field: "status", before: row.status, after: to }];
    await audit(tx, domain, origin, {
      action: act,
      resourceType: "account",
      resourceId: accountId,
      changes: differences,
    });
  }
}

/** A deleted account takes its history with it; the audit log keeps the act. */
function changesOf(row: AccountRecord, decisions: readonly Decision[]): ChangeRecord[] {
  return decisions.flatMap(({ from, to, event, reason }, i) =>
    to === "GONE"
      ? []
      : [{ id: v7(), fromStatus: from, toStatus: to, event, reason, version: row.version + i + 1 }],
  );
}

function healthAfter(row: AccountRecord, { account }: Snapshot, now: Date) {
  const { createdAt, heartbeatRatio, callbackDelayMs, onlineMs } = row;
  const { lastOnlineAt, lastErrorAt, status } = account;
  // The time online is that of the state before: what changes at this moment has not taken any time yet.
  const facts = {
    now,
    createdAt,
    lastOnlineAt,
    lastErrorAt,
    onlineMs,
    heartbeatRatio,
    callbackDelayMs,
    sendRatio: null,
  };
  const healthDueAt = nextHealthAt({ ...facts, isOnline: status === "ONLINE" }, healthEveryMs);
  return { health: healthOf(facts), healthDueAt };
}

export function isStale(error: unknown): boolean {
  return error instanceof AppError && error.reason === "ACCOUNT_STALE";
}

function stale(accountId: string): AppError {
  return new AppError("CONFLICT", "ACCOUNT_STALE", "The account has changed meanwhile.", { id: accountId });
}
