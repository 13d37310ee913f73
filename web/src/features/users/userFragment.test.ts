import { expect, test } from "vitest";
import { standingOf } from "./userFragment.ts";

const now = Date.parse("2026-11-22T08:00:00Z");

test("a lock counts only while it lasts", () => {
  expect(standingOf({ status: "ACTIVE", lockedUntil: "2026-11-22T08:05:00Z" }, now)).toBe("LOCKED");
  expect(standingOf({ status: "ACTIVE", lockedUntil: "2026-11-22T07:05:00Z" }, now)).toBe("ACTIVE");
  expect(standingOf({ status: "ACTIVE", lockedUntil: null }, now)).toBe("ACTIVE");
});

test("a disabled user is disabled, locked or not", () => {
  expect(standingOf({ status: "DISABLED", lockedUntil: "2026-11-22T08:05:00Z" }, now)).toBe("DISABLED");
});
