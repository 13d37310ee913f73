import { v7 } from "uuid";
import { accountTimings } from "../account/account.timings.ts";
import type { AccountTimings } from "../account/account.timings.ts";
import type { CallbackOptions } from "../callback/callback.parts.ts";
import { callbackTimings } from "../callback/callback.timings.ts";
import type { CallbackTimings } from "../callback/callback.timings.ts";
import type { MessageOptions } from "../message/message.parts.ts";
import { messageTimings } from "../message/message.timings.ts";
import type { MessageTimings } from "../message/message.timings.ts";

/** Fast enough for tests, slow enough to be told apart. */
export const quickTimings: AccountTimings = {
  ...accountTimings,
  pollMs: 100,
  heartbeatMs: 400,
  heartbeatRetryMs: 100,
  loginStartMs: 3_000,
  recovery: { attemptsMax: 4, windowMs: 5_000, baseMs: 50, maxMs: 400 },
};

/** Quick ones, and jobs that no other test's workers take: all tests share one NATS. */
export function quickMessages(timings: Partial<MessageTimings> = {}): MessageOptions {
  return {
    queueSuffix: `-${v7().slice(-12)}`,
    timings: {
      ...messageTimings,
      sweepMs: 50,
      accountWaitMs: 200,
      reconcileMs: 200,
      flushMs: 5,
      unsureMs: 400,
      confirmCheckMs: 200,
      ...timings,
    },
  };
}

export function quickCallbacks(timings: Partial<CallbackTimings> = {}): CallbackOptions {
  return {
    queueSuffix: `-${v7().slice(-12)}`,
    timings: {
      ...callbackTimings,
      requeueMs: 500,
      sweepMs: 50,
      retryBaseMs: 20,
      retryMaxMs: 100,
      ...timings,
    },
  };
}
