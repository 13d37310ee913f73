import { expect, test } from "vitest";
import { lockedUntil, lockout, refusalOf } from "./lockout.rules.ts";
import type { FailureHistory } from "./lockout.rules.ts";

const start = Date.parse("2026-11-22T08:00:00Z");
const second = 1_000;
const minute = 60 * second;

/** Newest first, each `gapMs` before the next. */
const failures = (count: number, { endsAt = start, gapMs = second } = {}) =>
  Array.from({ length: count }, (_, i) => new Date(endsAt - i * gapMs));

const history = (parts: Partial<FailureHistory> = {}): FailureHistory => ({
  pair: [],
  address: [],
  account: [],
  addressIsKnown: false,
  ...parts,
});

test.each([
  [0, 0],
  [1, 0],
  [2, 0],
  [3, 1 * second],
  [4, 2 * second],
  [5, 4 * second],
  [6, 8 * second],
  [7, 16 * second],
  [8, 32 * second],
  [9, 60 * second],
  [10, 15 * minute],
])("after %i failures of a pair the next try waits %i ms", (count, waitMs) => {
  const refusal = refusalOf(history({ pair: failures(count) }), new Date(start));

  expect(refusal ? refusal.until.getTime() - start : 0).toBe(waitMs);
  expect(refusal?.cause ?? null).toBe(waitMs === 0 ? null : count === 10 ? "PAIR_LOCKED" : "DELAY");
});

test("a delay is over when it is over", () => {
  expect(refusalOf(history({ pair: failures(3) }), new Date(start + second))).toBeNull();
});

test("ten failures spread over more than fifteen minutes lock nothing", () => {
  const spread = failures(10, { gapMs: 2 * minute });

  expect(lockedUntil(spread, lockout.pair)).toBeNull();
});

test("a lock ends, and one failure after it does not lock again", () => {
  const locked = failures(10);
  const later = start + 15 * minute;
  const next = [new Date(later), ...locked.slice(0, 9)];

  expect(refusalOf(history({ pair: locked }), new Date(later))).toBeNull();
  expect(lockedUntil(next, lockout.pair)).toBeNull();
});

test("a hundred failures from one address within an hour shut it out for an hour, whatever the accounts", () => {
  const refusal = refusalOf(history({ address: failures(100, { gapMs: 30 * second }) }), new Date(start));

  expect(refusal).toEqual({ cause: "ADDRESS_LOCKED", until: new Date(start + 60 * minute) });
});

test("thirty failures from everywhere lock an account, but not for an address its owner is known by", () => {
  const account = failures(30, { gapMs: 20 * second });

  expect(refusalOf(history({ account }), new Date(start))?.cause).toBe("ACCOUNT_LOCKED");
  expect(refusalOf(history({ account, addressIsKnown: true }), new Date(start))).toBeNull();
});
