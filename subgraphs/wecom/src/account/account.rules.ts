import { AppError } from "@wegraph/kit/errors";
import type { Permission } from "@wegraph/kit/principal";
import { effects } from "./account.effects.ts";
import type { Patch } from "./account.effects.ts";
import { emptyLogin } from "./account.facts.ts";
import type { AccountFacts, Circumstances, DriveFacts, EventFacts, Snapshot } from "./account.facts.ts";
import { guards } from "./account.guards.ts";
import { entryOf, transitionOf } from "./account.machine.ts";
import type { AccountConnector, AccountEvent, AccountStatus } from "./account.machine.ts";

/** One event, decided. */
export interface Decision {
  event: AccountEvent;
  from: AccountStatus;
  to: AccountStatus | "GONE";
  reason: string | null;
  /** The account after it. */
  after: Snapshot;
  /** The attempts of the outage are used up: somebody should know. */
  gaveUp: boolean;
}

/**
 * What an event does to an account: the one place where states change.
 * @throws AppError INVALID_TRANSITION, with nothing changed, when the state or a guard forbids it.
 */
export function decide(
  before: Snapshot,
  event: AccountEvent,
  facts: EventFacts,
  circumstances: Circumstances,
): Decision {
  const from = before.account.status;
  const { to, guard, effects: names } = transitionOf(from, event, before.account.connector);
  if (guard && !guards[guard].holds(before, facts, circumstances))
    throw new AppError("INVALID_TRANSITION", "GUARD_REFUSED", guards[guard].refusal, {
      state: from,
      event,
      guard,
    });

  let after = to === "GONE" ? before : entered(before, to, facts, circumstances);
  for (const name of names) after = patched(after, effects[name](after, facts, circumstances));
  if (facts.observed) after = patched(after, { drive: { providerSeq: BigInt(facts.observed.seq) } });

  const reason = to === "GONE" ? (facts.reason ?? null) : after.account.statusReason;
  return { event, from, to, reason, after, gaveUp: event === "RECOVERY_FAILED" };
}

/** Events in a row, each on what the one before left. All or none: the first that is refused refuses them all. */
export function decideAll(
  before: Snapshot,
  steps: readonly { event: AccountEvent; facts: EventFacts }[],
  circumstances: Circumstances,
): Decision[] {
  const decisions: Decision[] = [];
  for (const { event, facts } of steps)
    decisions.push(decide(decisions.at(-1)?.after ?? before, event, facts, circumstances));
  return decisions;
}

/** What a person may do to an account. */
export const accountActionNames = [
  "LOG_IN",
  "REFRESH_QR",
  "SUBMIT_CODE",
  "CANCEL_LOGIN",
  "LOG_OUT",
  "RESTART",
  "RECOVER",
  "UPDATE",
  "DELETE",
] as const;
export type AccountAction = (typeof accountActionNames)[number];

/** The event each act stands for, and the right it needs. */
export const accountActions = {
  LOG_IN: { event: "LOG_IN", permission: "account:login" },
  REFRESH_QR: { event: "REFRESH_QR", permission: "account:login" },
  SUBMIT_CODE: { event: "SUBMIT_CODE", permission: "account:login" },
  CANCEL_LOGIN: { event: "CANCEL_LOGIN", permission: "account:login" },
  LOG_OUT: { event: "LOG_OUT", permission: "account:login" },
  RESTART: { event: "RESTART", permission: "account:login" },
  RECOVER: { event: "RECOVER", permission: "account:recover" },
  UPDATE: { event: null, permission: "account:update" },
  DELETE: { event: "DELETE", permission: "account:delete" },
} as const satisfies Record<AccountAction, { event: AccountEvent | null; permission: Permission }>;

/** The events an act stands for. A restart ends the session and begins a log-in, in one go. */
export function stepsFor(
  action: Exclude<AccountAction, "UPDATE">,
  status: AccountStatus,
  facts: EventFacts,
): { event: AccountEvent; facts: EventFacts }[] {
  const { event } = accountActions[action];
  if (action === "RESTART" && status === "ONLINE")
    return [
      { event, facts: { ...facts, reason: "restarting" } },
      { event: "LOG_IN", facts },
    ];
  const reason = personalReasons[action];
  return [{ event, facts: reason ? { ...facts, reason } : facts }];
}

const personalReasons: Partial<Record<AccountAction, string>> = {
  LOG_OUT: "logged_out",
  CANCEL_LOGIN: "cancelled",
};

/** The acts the state allows to somebody with the rights. */
export function allowedActions(
  { status, connector }: { status: AccountStatus; connector: AccountConnector },
  may: (permission: Permission) => boolean,
): AccountAction[] {
  return accountActionNames.filter((action) => {
    const { event, permission } = accountActions[action];
    return may(permission) && (event === null || entryOf(status, event, connector) !== undefined);
  });
}

/**
 * What switching recovery on or off means for an outage under way: on, the next attempt is planned as if it began now;
 * off, none is. Null when there is no outage, or an attempt is just being made.
 */
export function recoverySwitched(
  { account, drive, ...rest }: Snapshot,
  autoRecover: boolean,
  circumstances: Circumstances,
): { account: Partial<AccountFacts>; drive: DriveFacts } | null {
  if (account.status !== "ERROR") return null;
  const anew = { autoRecover, recoverySince: circumstances.now, recoveryAttempts: 0 };
  const outage = { ...rest, account: { ...account, ...anew }, drive };
  const { account: planned, drive: due } = effects.scheduleRecovery(
    outage,
    { byPerson: true },
    circumstances,
  );
  return { account: { ...anew, ...planned }, drive: { ...drive, ...due } };
}

function entered(before: Snapshot, to: AccountStatus, facts: EventFacts, { now }: Circumstances): Snapshot {
  const stays = before.account.status === to;
  const account = {
    ...before.account,
    status: to,
    statusReason: facts.reason ?? null,
    statusSince: stays ? before.account.statusSince : now,
  };
  return { ...before, account };
}

function patched(snapshot: Snapshot, patch: Patch): Snapshot {
  const { account, drive, login } = patch;
  return {
    id: snapshot.id,
    account: account ? { ...snapshot.account, ...account } : snapshot.account,
    drive: drive ? { ...snapshot.drive, ...drive } : snapshot.drive,
    login: login === undefined ? snapshot.login : login && { ...(snapshot.login ?? emptyLogin), ...login },
  };
}
