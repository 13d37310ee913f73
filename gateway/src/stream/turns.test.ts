import { expect, test } from "vitest";
import { Turns } from "./turns.ts";

test("so many begin at once, the others one by one as turns are given back", () => {
  const begun: string[] = [];
  const turns = new Turns(2);
  const [a, b] = ["a", "b", "c", "d"].map((name) => turns.take(() => begun.push(name)));
  expect(begun).toEqual(["a", "b"]);

  a?.();
  a?.();
  expect(begun).toEqual(["a", "b", "c"]);
  b?.();
  expect(begun).toEqual(["a", "b", "c", "d"]);
});

test("whoever waits no longer is not begun", () => {
  const begun: string[] = [];
  const turns = new Turns(1);
  const [a, b] = ["a", "b", "c"].map((name) => turns.take(() => begun.push(name)));

  b?.();
  a?.();

  expect(begun).toEqual(["a", "c"]);
});
