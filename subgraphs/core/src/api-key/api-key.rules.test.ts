import { expect, test } from "vitest";
import { isUsable } from "./api-key.rules.ts";
import { freshKey, readKey, shownPrefix } from "./apiKeySecret.ts";

const now = new Date("2026-11-22T08:00:00Z");
const later = new Date(now.getTime() + 1);
const fresh = { revokedAt: null, expiresAt: null, rotatedToId: null, overlapUntil: null };

test.each([
  ["a fresh key", fresh, true],
  ["one that expires later", { ...fresh, expiresAt: later }, true],
  ["one that expires now", { ...fresh, expiresAt: now }, false],
  ["a revoked one", { ...fresh, revokedAt: now }, false],
  ["a rotated one in its overlap", { ...fresh, rotatedToId: "x", overlapUntil: later }, true],
  ["a rotated one after it", { ...fresh, rotatedToId: "x", overlapUntil: now }, false],
  [
    "a revoked one in its overlap",
    { ...fresh, rotatedToId: "x", overlapUntil: later, revokedAt: now },
    false,
  ],
])("%s works: %s", (_, key, usable) => {
  expect(isUsable(key, now)).toBe(usable);
});

test("a key reads back as its id and the hash that is stored", () => {
  const { token, keyId, secretHash, lastFour } = freshKey();

  expect(token).toMatch(/^wg_live_[0-9a-z]{12}_[\w-]{43}$/);
  expect(token.startsWith(shownPrefix(keyId))).toBe(true);
  expect(token.endsWith(lastFour)).toBe(true);
  expect(readKey(token)).toEqual({ keyId, secretHash });
});

test.each([
  "",
  "wg_live_",
  "wg_live_abc_def",
  "wg_test_abcdefghijkl_" + "a".repeat(43),
  "wg_live_abcdefghijkl_" + "a".repeat(42),
])("%s is no key", (text) => {
  expect(readKey(text)).toBeNull();
});
