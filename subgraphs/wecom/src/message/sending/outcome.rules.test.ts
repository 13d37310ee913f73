import { describe, expect, test } from "vitest";
import { messageTimings } from "../message.timings.ts";
import { attemptsMax, openingOf, settlementOf } from "./outcome.rules.ts";
import type { Standing } from "./outcome.rules.ts";

const now = new Date("2026-11-22T09:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const fresh: Standing = {
  status: "QUEUED",
  maybeSent: false,
  duplicateChecked: false,
  sendingAt: null,
  wantedAt: ago(1_000),
};
const lost: Standing = {
  ...fresh,
  status: "SENDING",
  maybeSent: true,
  duplicateChecked: true,
  sendingAt: ago(20_000),
};
const open = (standing: Standing, canRepeat = true) =>
  openingOf(standing, { now, canRepeat, timings: messageTimings });

describe("a message that may have been taken", () => {
  test("is repeated only while WeCom drops the repetition", () => {
    expect(open(lost)).toEqual({ kind: "REPEAT" });
    const late = { ...lost, sendingAt: ago(messageTimings.duplicateWindowMs / 2) };
    expect(open(late)).toEqual({ kind: "FAIL", code: "SEND_UNVERIFIED" });
  });

  test("is never repeated when WeCom was not told to drop repetitions, or cannot", () => {
    expect(open({ ...lost, duplicateChecked: false })).toEqual({ kind: "FAIL", code: "SEND_UNVERIFIED" });
    expect(open(lost, false)).toEqual({ kind: "FAIL", code: "SEND_UNVERIFIED" });
    expect(open({ ...lost, sendingAt: null })).toEqual({ kind: "FAIL", code: "SEND_UNVERIFIED" });
  });

  test("stays one that may have been taken when the repetition is refused for a while", () => {
    const outcome = { kind: "REFUSED", code: "WECOM_45009", cure: { kind: "PAUSE", ms: 60_000 } } as const;
    expect(settlementOf(outcome, { attempts: 2, maybeSent: true }, messageTimings)).toMatchObject({
      status: "SENDING",
      maybeSent: true,
    });
  });
});

test("a message nobody could send for a day fails instead of coming out of the blue", () => {
  expect(open(fresh)).toEqual({ kind: "SEND" });
  expect(open({ ...fresh, wantedAt: ago(messageTimings.giveUpMs + 1) })).toEqual({
    kind: "FAIL",
    code: "SEND_EXPIRED",
  });
});

test("a lost answer is not taken for a refusal", () => {
  expect(
    settlementOf({ kind: "UNKNOWN", code: "ANSWER_LOST" }, { attempts: 1, maybeSent: false }, messageTimings),
  ).toEqual({
    status: "SENDING",
    afterMs: messageTimings.reconcileMs,
    maybeSent: true,
    code: "ANSWER_LOST",
  });
});

test("a busy WeCom is tried again a few times, with growing waits, and then given up", () => {
  const busy = { kind: "REFUSED", code: "WECOM_-1", cure: { kind: "RETRY" } } as const;
  const waits = Array.from({ length: attemptsMax - 1 }, (_, i) =>
    settlementOf(busy, { attempts: i + 1, maybeSent: false }, messageTimings, () => 1),
  ).map((settlement) => (settlement.status === "SENDING" ? settlement.afterMs : -1));
  expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
  expect(waits[0]).toBeGreaterThan(0);
  expect(settlementOf(busy, { attempts: attemptsMax, maybeSent: false }, messageTimings)).toEqual({
    status: "FAILED",
    code: "WECOM_-1",
  });
});

test("what WeCom counts too many of waits for as long as WeCom says, and a little longer", () => {
  const outcome = { kind: "REFUSED", code: "WECOM_45009", cure: { kind: "PAUSE", ms: 60_000 } } as const;
  const settle = (random: number) =>
    settlementOf(outcome, { attempts: 99, maybeSent: false }, messageTimings, () => random);
  expect(settle(0)).toMatchObject({ status: "SENDING", afterMs: 60_000, maybeSent: false });
  expect(settle(1)).toMatchObject({ afterMs: 66_000 });
});

test("a refusal for good ends the message", () => {
  const outcome = { kind: "REFUSED", code: "WECOM_81013", cure: { kind: "NEVER" } } as const;
  expect(settlementOf(outcome, { attempts: 1, maybeSent: false }, messageTimings)).toEqual({
    status: "FAILED",
    code: "WECOM_81013",
  });
});
