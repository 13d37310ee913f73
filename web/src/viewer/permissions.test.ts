import { expect, test } from "vitest";
import { holds } from "./permissions.ts";

test.each([
  [["account:read"], "account:read", true],
  [["account:*"], "account:login", true],
  [["*:*"], "tenant:manage", true],
  [["*:read"], "corp:read", true],
  [["account:read"], "account:login", false],
  [["account:*"], "corp:read", false],
  [[], "account:read", false],
] as const)("whoever is granted %j and asks for %s: %s", (granted, asked, may) => {
  expect(holds(granted, asked)).toBe(may);
});
