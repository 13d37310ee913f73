import { expect, test } from "vitest";
import { type Line, liveStateOf, staleAfterMs } from "./liveState.ts";

const heard: Line = { online: true, connected: true, lastHeardAt: 1_000_000, startedAt: 900_000 };

test("a line that was heard a moment ago is live", () => {
  expect(liveStateOf(heard, 1_003_000)).toBe("live");
});

test("silence is stale within ten seconds, even on a connection that says it is open", () => {
  expect(staleAfterMs).toBeLessThan(10_000);
  expect(liveStateOf(heard, 1_000_000 + staleAfterMs + 1)).toBe("stale");
});

test("a connection that just broke is being restored, and goes stale when that takes long", () => {
  const broken = { ...heard, connected: false };

  expect(liveStateOf(broken, 1_002_000)).toBe("reconnecting");
  expect(liveStateOf(broken, 1_020_000)).toBe("stale");
});

test("a line that never came up does not look fresh for ever", () => {
  const never: Line = { online: true, connected: false, lastHeardAt: null, startedAt: 1_000_000 };

  expect(liveStateOf(never, 1_001_000)).toBe("reconnecting");
  expect(liveStateOf(never, 1_020_000)).toBe("stale");
});

test("without a network nothing is live, whatever the socket believes", () => {
  expect(liveStateOf({ ...heard, online: false }, 1_000_001)).toBe("offline");
});
