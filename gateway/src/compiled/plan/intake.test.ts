import { parse } from "graphql";
import type { OperationDefinitionNode, SelectionNode } from "graphql";
import { expect, test } from "vitest";
import { covers, intakeOf } from "./intake.ts";
import type { Rename } from "./intake.ts";

function intake(text: string, renames: Rename[] = [], isCounted?: (selection: SelectionNode) => boolean) {
  const [operation, ...fragments] = parse(text).definitions;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the texts below begin with their operation
  const { selectionSet } = operation as OperationDefinitionNode;
  const named = fragments.flatMap((each) =>
    "selectionSet" in each && "typeCondition" in each ? [each] : [],
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of definitions only fragments have both
  const byName = new Map(named.map((each) => [each.name?.value ?? "", each])) as Parameters<
    typeof intakeOf
  >[1];
  return intakeOf([selectionSet], byName, renames, isCounted);
}

test("an answer has another's place only with every key of it, by the same name", () => {
  const part = intake("{ a { id x: b } }");

  expect(covers(intake("{ c a { ...f ... on T { c } } } fragment f on T { x: b id }"), part)).toBe(true);
  expect(covers(intake("{ a { id } }"), part)).toBe(false);
  expect(covers(intake("{ a }"), part)).toBe(false);
  expect(covers(intake("{ a { id x: b } }", [{ path: ["a", "x"], to: "y" }]), part)).toBe(false);
});

test("what conditions leave out is not counted", () => {
  const isCounted = ({ directives = [] }: SelectionNode) => directives.length === 0;

  expect(covers(intake("{ a { id x: b @include(if: $no) } }", [], isCounted), intake("{ a { id } }"))).toBe(
    true,
  );
  expect(covers(intake("{ a { id x: b @include(if: $no) } }", [], isCounted), intake("{ a { x: b } }"))).toBe(
    false,
  );
});

test("a key is renamed at its own place, inside a place that is renamed too", () => {
  const { fields, plain } = intake("{ x__alias_0: a { y__alias_0: b y: c } }", [
    { path: ["x__alias_0"], to: "x" },
    { path: ["x__alias_0", "y__alias_0"], to: "z" },
  ]);

  expect(plain).toBe(false);
  expect(fields).toMatchObject([
    {
      from: "x__alias_0",
      to: "x",
      inner: {
        fields: [
          { from: "y__alias_0", to: "z" },
          { from: "y", to: "y" },
        ],
      },
    },
  ]);
});
