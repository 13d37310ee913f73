import { expect, test } from "vitest";
import { assign, scoreOf } from "./routing.rules.ts";
import type { Candidate } from "./routing.rules.ts";

const candidate = (id: string, given: Partial<Candidate> = {}): Candidate => ({
  id,
  healthScore: 90,
  load: 0,
  quotaLeft: 1_000,
  quotaPerDay: 1_000,
  ...given,
});
const people = (count: number) => Array.from({ length: count }, (_, i) => `user${i}`);

test("health, idleness and quota each speak for an account", () => {
  const base = scoreOf(candidate("a"));
  expect(scoreOf(candidate("a", { healthScore: 40 }))).toBeLessThan(base);
  expect(scoreOf(candidate("a", { load: 500 }))).toBeLessThan(base);
  expect(scoreOf(candidate("a", { quotaLeft: 100 }))).toBeLessThan(base);
  expect(scoreOf(candidate("a", { quotaLeft: 0 }))).toBe(0);
});

test("equal accounts share the work", () => {
  const chosen = assign(people(900), [candidate("a"), candidate("b"), candidate("c")], new Map());
  for (const id of ["a", "b", "c"]) expect(chosen.filter((each) => each === id).length).toBeCloseTo(300, -1);
});

test("who was written to before hears from the same account, also from a worse one", () => {
  const accounts = [candidate("good"), candidate("worse", { healthScore: 10, load: 5_000 })];
  expect(assign(["user1", "user2", "user1"], accounts, new Map([["user1", "worse"]]))).toEqual([
    "worse",
    "good",
    "worse",
  ]);
});

test("one recipient is not handed from account to account within a batch", () => {
  const recipients = Array.from({ length: 50 }, () => "user1");
  expect(new Set(assign(recipients, [candidate("a"), candidate("b")], new Map())).size).toBe(1);
});

test("an account that is gone or has no quota left is not kept to", () => {
  expect(assign(["user1"], [candidate("a")], new Map([["user1", "gone"]]))).toEqual(["a"]);
  const accounts = [candidate("a"), candidate("full", { quotaLeft: 0 })];
  expect(assign(["user1"], accounts, new Map([["user1", "full"]]))).toEqual(["a"]);
});

test("nothing is sent by nobody", () => {
  expect(() => assign(["user1"], [], new Map())).toThrow("no account");
});
