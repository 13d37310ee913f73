import { expect, test } from "vitest";
import { grantsIn, lacking, spelledOut, widestScope } from "./permissions.rules.ts";
import type { Grant } from "./permissions.rules.ts";

const catalogue = [
  { id: "account:login", description: "" },
  { id: "account:read", description: "" },
  { id: "tenant:manage", description: "", platformOnly: true },
  { id: "tenant:read", description: "" },
  { id: "user:read", description: "" },
];

const grant = (permission: string, scope: Grant["scope"] = "TENANT"): Grant => ({ permission, scope });

test.each([
  ["exactly what one holds", [grant("account:read")], grant("account:read"), true],
  ["less far than one holds", [grant("account:read")], grant("account:read", "OWN"), true],
  ["further than one holds", [grant("account:read", "BOUND")], grant("account:read"), false],
  ["one of a pattern", [grant("account:*")], grant("account:login"), true],
  ["the same pattern", [grant("account:*")], grant("account:*"), true],
  [
    "a pattern whose every permission one holds",
    [grant("account:read"), grant("account:login")],
    grant("account:*"),
    true,
  ],
  ["a pattern of which one lacks a permission", [grant("account:read")], grant("account:*"), false],
  [
    "a pattern held in part less far",
    [grant("account:read"), grant("account:login", "OWN")],
    grant("account:*"),
    false,
  ],
  [
    "everything without the platform's right",
    [grant("account:*"), grant("tenant:read"), grant("user:read")],
    grant("*:*"),
    false,
  ],
  ["everything with everything", [grant("*:*")], grant("*:*"), true],
  ["a pattern that stands for nothing", [grant("account:read")], grant("nothing:*"), false],
  ["anything with nothing", [], grant("user:read"), false],
])("giving %s", (_, held, wanted, possible) => {
  expect(lacking(held, [wanted], catalogue).length === 0).toBe(possible);
});

test("a customer's tenant never holds a platform right, whatever pattern was granted", () => {
  const grants = grantsIn({ isPlatform: false }, [grant("*:*"), grant("tenant:*", "OWN")], catalogue);

  expect(grants.map(({ permission }) => permission)).not.toContain("*:*");
  expect(spelledOut(grants, catalogue)).toEqual([
    "account:login",
    "account:read",
    "tenant:read",
    "user:read",
  ]);
});

test("a pattern without a platform right stays a pattern, so that it grows with the catalogue", () => {
  expect(grantsIn({ isPlatform: false }, [grant("account:*")], catalogue)).toEqual([grant("account:*")]);
});

test("the platform's own tenant keeps its patterns", () => {
  expect(grantsIn({ isPlatform: true }, [grant("*:*")], catalogue)).toEqual([grant("*:*")]);
});

test("of two grants of one permission the wider counts", () => {
  const grants = grantsIn(
    { isPlatform: false },
    [grant("account:read", "OWN"), grant("account:read", "DEPARTMENT")],
    catalogue,
  );

  expect(grants).toEqual([grant("account:read", "DEPARTMENT")]);
});

test("the widest scope is that of any grant, and OWN without one", () => {
  expect(widestScope([grant("a:b", "BOUND"), grant("c:d", "DEPARTMENT")])).toBe("DEPARTMENT");
  expect(widestScope([])).toBe("OWN");
});
