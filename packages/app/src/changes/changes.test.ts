import { expect, test } from "vitest";
import { changesBetween, problemsOf } from "./apiChanges.ts";
import { withRelease, withUnreleased } from "./changelog.ts";

const before = `
  type Query { account(id: ID!): Account  "All of them." accounts: [Account!]! }
  type Account { id: ID! name: String! phone: String state: State! }
  enum State { ON OFF }
  input Filter { state: State }
  type Mutation { change(filter: Filter): Boolean }
`;
const edited = (...edits: [from: string, to: string][]) =>
  edits.reduce((sdl, [from, to]) => {
    expect(sdl).toContain(from);
    return sdl.replace(from, to);
  }, before);

test.each([
  ["a field that is gone", ["phone: String", ""], "FIELD_REMOVED Account.phone"],
  ["a field that may be null now", ["name: String!", "name: String"], "FIELD_TYPE_CHANGED Account.name"],
  [
    "an argument that has to be given",
    ["accounts:", "accounts(first: Int!):"],
    "FIELD_ARGUMENT_ADDED Query.accounts.first",
  ],
  [
    "an input that has to be given",
    ["state: State }", "state: State of: ID! }"],
    "INPUT_FIELD_ADDED Filter.of",
  ],
  ["a value that is gone", ["ON OFF", "ON"], "ENUM_VALUE_REMOVED State.OFF"],
] as const)("%s is refused until it is declared with a reason", async (_, edit, id) => {
  const changes = await changesBetween(before, edited([...edit]));

  expect(problemsOf(changes, [])).toMatchObject([expect.stringContaining(`It breaks callers: ${id}\n`)]);
  expect(problemsOf(changes, [{ change: id, because: "Nobody used it." }])).toEqual([]);
  expect(problemsOf(changes, [{ change: id, because: " " }])).toHaveLength(1);
});

test("additions, deprecations and other words break nobody", async () => {
  const after = edited(
    ["id: ID! name", "id: ID! alias(short: Boolean): Alias name"],
    ["enum State", "type Alias { text: String! of: Kind! } enum Kind { SHORT LONG } enum State"],
    ["phone: String", `phone: String @deprecated(reason: "Use alias.")`],
    [`"All of them."`, `"Every one."`],
  );
  const changes = await changesBetween(before, after);

  expect(changes.map(({ id, weight }) => [weight, id])).toEqual([
    ["ADDED", "FIELD_ADDED Account.alias"],
    ["DEPRECATED", "FIELD_DEPRECATION_ADDED Account.phone.@deprecated"],
    ["ADDED", "TYPE_ADDED Alias"],
    ["ADDED", "TYPE_ADDED Kind"],
  ]);
  expect(problemsOf(changes, [])).toEqual([]);
});

test("a declaration of what is not broken any more is refused, so that it cannot cover a later break", async () => {
  const declared = [{ change: "FIELD_REMOVED Account.phone", because: "Nobody used it." }];

  expect(problemsOf(await changesBetween(before, before), declared)).toHaveLength(1);
});

test("the changelog tells of every change by its weight, and a release keeps what it told", async () => {
  const declared = [{ change: "FIELD_REMOVED Account.phone", because: "announced in May" }];
  const after = edited(
    ["phone: String", ""],
    ["ON OFF", "ON OFF LOST"],
    ["id: ID! name", "id: ID! alias: String name"],
  );
  const empty = "# Changes\n\n## Not released yet\n\nNothing.\n\n## 1\n\nThe first.\n";

  const told = withUnreleased(empty, await changesBetween(before, after), declared);

  expect(told).toBe(`# Changes

## Not released yet

### Breaking

- Field \`phone\` was removed from object type \`Account\`: announced in May

### May surprise

- Enum value \`LOST\` was added to enum \`State\`

### Added

- Field \`alias\` was added to object type \`Account\`

## 1

The first.
`);
  expect(withUnreleased(told, await changesBetween(before, after), declared)).toBe(told);
  const released = withRelease(told, "2");
  expect(released).toContain("## Not released yet\n\nNothing.\n\n## 2\n\n### Breaking\n\n- Field");
  expect(released.endsWith("## 1\n\nThe first.\n")).toBe(true);
  expect(withUnreleased(released, [], [])).toBe(released);
});
