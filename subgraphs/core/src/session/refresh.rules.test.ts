import { expect, test } from "vitest";
import { beyondLimit, decideRefresh } from "./refresh.rules.ts";

const now = new Date("2026-11-22T08:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);

const session = { generation: 5, rotatedAt: ago(60_000), expiresAt: ago(-1_000), endedAt: null };

test.each([
  ["the current generation", session, 5, "ROTATE"],
  ["the previous one, long spent", session, 4, "END"],
  ["the previous one, spent 10 s ago", { ...session, rotatedAt: ago(10_000) }, 4, "REPEAT"],
  ["the previous one, spent 10.001 s ago", { ...session, rotatedAt: ago(10_001) }, 4, "END"],
  ["one before that, however recent", { ...session, rotatedAt: ago(1) }, 3, "END"],
  ["one that was never given out", session, 6, "END"],
  ["the current one of an ended session", { ...session, endedAt: ago(1) }, 5, "REFUSE"],
  ["an old one of an ended session", { ...session, endedAt: ago(1) }, 2, "REFUSE"],
  ["the current one of an expired session", { ...session, expiresAt: now }, 5, "REFUSE"],
  ["the first, never rotated", { ...session, generation: 1, rotatedAt: null }, 1, "ROTATE"],
] as const)("%s", (_, state, presented, decision) => {
  expect(decideRefresh(state, presented, now)).toBe(decision);
});

test("the oldest sessions make room, as many as are needed", () => {
  const live = [3, 1, 2].map((day) => ({ id: day, createdAt: new Date(2026, 10, day) }));

  expect(beyondLimit(live, 4)).toEqual([]);
  expect(beyondLimit(live, 3).map(({ id }) => id)).toEqual([1]);
  expect(beyondLimit(live, 1).map(({ id }) => id)).toEqual([1, 2, 3]);
});
