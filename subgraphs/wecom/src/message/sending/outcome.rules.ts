import { backOffMs } from "@wegraph/kit/backOff";
import type { MessageTimings } from "../message.timings.ts";
import type { SendOutcome } from "./sender.ts";

/** Refused as busy so many times, a message fails. */
export const attemptsMax = 8;

/** What is known of a message before it is handed over. */
export interface Standing {
  status: string;
  /** An earlier attempt may have been taken by WeCom. */
  maybeSent: boolean;
  /** That attempt told WeCom to drop repetitions. */
  duplicateChecked: boolean;
  /** When it was first handed over. */
  sendingAt: Date | null;
  /** When it was to be sent. */
  wantedAt: Date;
}

export type Opening =
  | { kind: "SEND" }
  /** Again, and harmless if it was taken the first time. */
  | { kind: "REPEAT" }
  | { kind: "FAIL"; code: "SEND_UNVERIFIED" | "SEND_EXPIRED" };

/**
 * Whether to hand a message over now. What may have been taken is handed over again only while WeCom itself would drop
 * the repetition; after that nobody can tell, and a person has to look.
 */
export function openingOf(
  standing: Standing,
  { now, canRepeat, timings }: { now: Date; canRepeat: boolean; timings: MessageTimings },
): Opening {
  const { maybeSent, duplicateChecked, sendingAt, wantedAt } = standing;
  if (maybeSent) {
    // The request itself takes a moment, and clocks differ: half the window is certainly within it.
    const until = (sendingAt?.getTime() ?? 0) + timings.duplicateWindowMs / 2;
    const isHarmless = canRepeat && duplicateChecked && now.getTime() < until;
    return isHarmless ? { kind: "REPEAT" } : { kind: "FAIL", code: "SEND_UNVERIFIED" };
  }
  const isExpired = now.getTime() > wantedAt.getTime() + timings.giveUpMs;
  return isExpired ? { kind: "FAIL", code: "SEND_EXPIRED" } : { kind: "SEND" };
}

export type Settlement =
  | { status: "SENT"; wecomMessageId: string | null }
  | { status: "FAILED"; code: string }
  /** To be looked at again after a time. */
  | { status: "SENDING"; afterMs: number; maybeSent: boolean; code: string };

/** What an outcome makes of a message. `attempts` counts this one; `maybeSent` is about the ones before it. */
export function settlementOf(
  outcome: SendOutcome,
  { attempts, maybeSent }: { attempts: number; maybeSent: boolean },
  timings: Pick<MessageTimings, "reconcileMs">,
  random: () => number = Math.random,
): Settlement {
  if (outcome.kind === "ACCEPTED") return { status: "SENT", wecomMessageId: outcome.wecomMessageId };
  const { code } = outcome;
  if (outcome.kind === "UNKNOWN")
    return { status: "SENDING", afterMs: timings.reconcileMs, maybeSent: true, code };
  switch (outcome.cure.kind) {
    case "NEVER":
      return { status: "FAILED", code };
    case "PAUSE":
      // Spread over a tenth of the pause, so that all that waited does not come at once.
      return {
        status: "SENDING",
        afterMs: Math.round(outcome.cure.ms * (1 + random() / 10)),
        maybeSent,
        code,
      };
    case "RETRY":
      if (attempts >= attemptsMax) return { status: "FAILED", code };
      return { status: "SENDING", afterMs: backOffMs(attempts, { baseMs: 1_000, random }), maybeSent, code };
  }
}
