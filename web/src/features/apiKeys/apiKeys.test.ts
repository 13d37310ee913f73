import { expect, test } from "vitest";
import { standingOf } from "./apiKeyFragment.ts";
import { expiryOf, keyRules } from "./keyRules.ts";

const now = Date.parse("2026-11-22T08:00:00Z");
const fresh = { revokedAt: null, expiresAt: "2027-01-01T00:00:00Z", overlapUntil: null, rotatedTo: null };

test.each([
  [{}, "active"],
  [{ expiresAt: null }, "active"],
  [{ expiresAt: "2026-11-22T07:59:59Z" }, "expired"],
  [{ revokedAt: "2026-11-22T07:00:00Z" }, "revoked"],
  [{ rotatedTo: { id: "b" }, overlapUntil: "2026-11-23T08:00:00Z" }, "overlap"],
  [{ rotatedTo: { id: "b" }, overlapUntil: "2026-11-22T07:00:00Z" }, "revoked"],
] as const)("a key with %o is %s", (change, standing) => {
  expect(standingOf({ ...fresh, ...change }, now)).toBe(standing);
});

test.each([
  ["10.0.0.1", true],
  ["203.0.113.0/24", true],
  ["2001:db8::/32", true],
  ["::1", true],
  ["example.com", false],
  ["10.0.0", false],
])("%s as an allowed address: %s", (address, fits) => {
  const values = {
    name: "x",
    scopes: ["account:read"],
    allowedAddresses: [address],
    days: "90",
    rateLimitPerMinute: "",
  };

  expect(keyRules.safeParse(values).success).toBe(fits);
});

test("a key ends so many days from now", () => {
  expect(expiryOf("30", now)).toBe("2026-12-22T08:00:00.000Z");
});
