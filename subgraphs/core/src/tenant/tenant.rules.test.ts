import { expect, test } from "vitest";
import { step } from "@wegraph/kit/machine";
import { isTimeZone, restoredStatus, slugForm, tenantLifecycle, tenantStatuses } from "./tenant.rules.ts";
import type { TenantEvent } from "./tenant.rules.ts";

const events: TenantEvent[] = ["suspend", "resume", "delete", "restore"];
const allowed = [
  "ACTIVE suspend",
  "ACTIVE delete",
  "SUSPENDED resume",
  "SUSPENDED delete",
  "DELETED restore",
];

test.each(tenantStatuses.flatMap((status) => events.map((event) => [status, event] as const)))(
  "%s: %s",
  (status, event) => {
    if (allowed.includes(`${status} ${event}`)) expect(step(tenantLifecycle, status, event)).toBeTruthy();
    else
      expect(() => step(tenantLifecycle, status, event)).toThrow(
        expect.objectContaining({ code: "INVALID_TRANSITION" }),
      );
  },
);

test("deleting and restoring is no way out of a suspension", () => {
  expect(restoredStatus({ suspendedAt: new Date() })).toBe("SUSPENDED");
  expect(restoredStatus({ suspendedAt: null })).toBe("ACTIVE");
});

test.each([
  ["dawn-trading", true],
  ["a1", true],
  ["-dawn", false],
  ["dawn-", false],
  ["da--wn", false],
  ["Dawn", false],
])("slug %s: %s", (slug, good) => {
  expect(slugForm.test(slug)).toBe(good);
});

test("time zones are those the platform knows", () => {
  expect(isTimeZone("Asia/Shanghai")).toBe(true);
  expect(isTimeZone("Mars/Olympus")).toBe(false);
  expect(isTimeZone("")).toBe(false);
});
