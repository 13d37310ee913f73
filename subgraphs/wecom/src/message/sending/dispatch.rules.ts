import type { SendingAccount } from "../routing/senders.ts";
import type { MessageTimings } from "../message.timings.ts";
import type { SendingApp } from "./sender.ts";
import { openingOf } from "./outcome.rules.ts";
import type { Standing } from "./outcome.rules.ts";

export type Dispatch =
  | { kind: "SEND"; app: SendingApp; isRepeat: boolean }
  | { kind: "WAIT"; afterMs: number }
  | { kind: "FAIL"; code: string };

interface Facts {
  /** Undefined when the account is deleted. */
  account: SendingAccount | undefined;
  pausedMs: number;
  canRepeat: boolean;
  now: Date;
  timings: MessageTimings;
}

/** What to do with a message whose turn it is, before any limit is asked. */
export function dispatchOf(standing: Standing, { account, pausedMs, ...facts }: Facts): Dispatch {
  const opening = openingOf(standing, facts);
  if (opening.kind === "FAIL") return opening;
  if (!account) return { kind: "FAIL", code: "ACCOUNT_DELETED" };
  if (!account.app) return { kind: "FAIL", code: "ACCOUNT_CANNOT_SEND" };
  if (!account.isOnline) return { kind: "WAIT", afterMs: facts.timings.accountWaitMs };
  if (pausedMs > 0) return { kind: "WAIT", afterMs: pausedMs };
  return { kind: "SEND", app: account.app, isRepeat: opening.kind === "REPEAT" };
}
