import { expect, test } from "vitest";
import { cellState, toggle, toRows } from "./matrix.ts";

test.each([
  ["account:read", ["account:read"], [], "own"],
  ["account:read", ["account:*"], [], "wildcard"],
  ["account:read", ["*:*"], [], "wildcard"],
  ["account:read", [], ["account:*"], "inherited"],
  ["account:read", ["account:read"], ["account:*"], "own"],
  ["account:read", ["corp:read"], ["corp:*"], "none"],
  ["account:*", ["account:read"], [], "none"],
] as const)("%s, with %j of its own and %j from above, is %s", (right, own, inherited, state) => {
  expect(cellState(right, own, inherited)).toBe(state);
});

test("ticking everything of a resource takes its single rights in", () => {
  expect(toggle(["account:read", "corp:read", "account:login"], "account:*")).toEqual([
    "account:*",
    "corp:read",
  ]);
});

test("a tick taken back leaves the rest", () => {
  expect(toggle(["account:read", "corp:read"], "account:read")).toEqual(["corp:read"]);
});

test("the table has each right once, reading first", () => {
  const rights = ["b:verify", "a:update", "a:read", "b:read"].map((id) => {
    const [resource = "", action = ""] = id.split(":");
    return { id, resource, action };
  });

  const { rows, actions } = toRows(rights);

  expect(actions).toEqual(["read", "update", "verify"]);
  expect(rows.map(({ resource, rights: inRow }) => [resource, inRow.length])).toEqual([
    ["a", 2],
    ["b", 2],
  ]);
});
