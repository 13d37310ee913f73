import { expect, test } from "vitest";
import { descendantsOf } from "./inheritance.ts";

const role = (id: string, parent: string | null) => ({ id, parent: parent === null ? null : { id: parent } });

test("no role that inherits from this one is offered as its parent", () => {
  const roles = [role("a", null), role("b", "a"), role("c", "b"), role("d", null)];

  expect([...descendantsOf("a", roles)]).toEqual(["b", "c"]);
});

test("a ring that should not be there is walked once", () => {
  const ring = [role("a", "b"), role("b", "a")];

  expect([...descendantsOf("a", ring)].toSorted()).toEqual(["a", "b"]);
});
