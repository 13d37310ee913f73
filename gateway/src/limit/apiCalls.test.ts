import { afterEach, expect, it } from "vitest";
import { AppError } from "@wegraph/kit/errors";
import { quiet } from "../testing/graph.ts";
import { ApiCalls } from "./apiCalls.ts";
import type { CountedCalls } from "./apiCalls.ts";

const program = { kind: "API_KEY", tenantId: "t1" } as const;
const excess = new AppError("QUOTA_EXCEEDED", "QUOTA_USED_UP", "used up", { limit: 3 });
let running: ApiCalls | undefined;
afterEach(() => running?.stop());

/** Quotas of three calls, kept by key. */
function keeper() {
  const kept = new Map<string, number>();
  const told: CountedCalls[][] = [];
  const state = { isAway: false, limit: 3 };
  const calls = new ApiCalls(async (tenants) => {
    told.push([...tenants]);
    for (const { key, calls: count } of tenants) kept.set(key, count);
    if (state.isAway) throw new Error("the answer is lost");
    const used = [...kept.values()].reduce((sum, count) => sum + count, 0);
    return tenants.map(() => (used >= state.limit ? excess : null));
  }, quiet);
  running = calls;
  return { calls, told, state, used: () => [...kept.values()].reduce((sum, count) => sum + count, 0) };
}

it("counts programs' calls and nobody else's, told together", async () => {
  const { calls, told } = keeper();
  for (let i = 0; i < 2; i += 1) calls.admit(program);
  calls.admit({ kind: "USER", tenantId: "t1" });
  await calls.tell();
  expect(told).toMatchObject([[{ tenantId: "t1", calls: 2 }]]);
});

it("refuses who has used all, and lets them in again when there is room", async () => {
  const { calls, state, used } = keeper();
  for (let i = 0; i < 4; i += 1) calls.admit(program);
  await calls.tell();
  expect(() => calls.admit(program)).toThrow(excess);
  expect(used()).toBe(4);
  state.limit = 10;
  await calls.tell();
  calls.admit(program);
  expect(used()).toBe(4);
});

it("counts nothing twice and loses nothing when an answer is lost", async () => {
  const { calls, told, state, used } = keeper();
  calls.admit(program);
  state.isAway = true;
  await expect(calls.tell()).rejects.toThrow("lost");
  calls.admit(program);
  state.isAway = false;
  await calls.tell();
  await calls.tell();
  expect(told[1]).toEqual(told[0]);
  expect(used()).toBe(2);
});
