import { expect, test } from "vitest";
import {
  effectiveGrants,
  effectivePermissions,
  gained,
  graphOf,
  lineage,
  makesCycle,
} from "./lineage.rules.ts";
import type { RoleNode } from "./lineage.rules.ts";

const role = (
  id: string,
  parentId: string | null,
  permissions: string[],
  dataScope: RoleNode["dataScope"] = "TENANT",
) => ({
  id,
  parentId,
  permissions,
  dataScope,
});

const roles = [
  role("base", null, ["user:read"], "OWN"),
  role("middle", "base", ["account:read"], "BOUND"),
  role("top", "middle", ["account:login", "user:read"]),
];

test("a role has its own permissions and those of all it inherits from, once each", () => {
  expect(effectivePermissions("top", graphOf(roles))).toEqual(["account:login", "account:read", "user:read"]);
});

test("inherited permissions reach as far as the role that inherits them", () => {
  expect(effectiveGrants("middle", graphOf(roles))).toEqual([
    { permission: "account:read", scope: "BOUND" },
    { permission: "user:read", scope: "BOUND" },
  ]);
});

test.each([
  ["base", "top", true],
  ["base", "base", true],
  ["middle", "top", true],
  ["top", "base", false],
])("%s inheriting from %s closes a circle: %s", (id, parentId, expected) => {
  expect(makesCycle(id, parentId, graphOf(roles))).toBe(expected);
});

test("a circle that stands in the data all the same ends the walk", () => {
  const circle = graphOf([role("a", "b", ["x:y"]), role("b", "a", ["y:z"])]);

  expect(lineage("a", circle).map(({ id }) => id)).toEqual(["a", "b"]);
});

test("a permission added to a role is gained by every heir, at the heir's own scope", () => {
  const after = roles.map((one) =>
    one.id === "base" ? role("base", null, ["user:read", "audit:read"], "OWN") : one,
  );

  expect(gained(graphOf(roles), graphOf(after))).toEqual([
    { permission: "audit:read", scope: "OWN" },
    { permission: "audit:read", scope: "BOUND" },
    { permission: "audit:read", scope: "TENANT" },
  ]);
});

test("a wider scope gains every permission of the role anew", () => {
  const after = roles.map((one) => (one.id === "middle" ? { ...one, dataScope: "TENANT" as const } : one));

  expect(gained(graphOf(roles), graphOf(after))).toEqual([
    { permission: "account:read", scope: "TENANT" },
    { permission: "user:read", scope: "TENANT" },
  ]);
});

test("narrowing a pattern to one of its permissions gains nothing", () => {
  const before = graphOf([role("r", null, ["account:*"])]);
  const after = graphOf([role("r", null, ["account:read"])]);

  expect(gained(before, after)).toEqual([]);
});
