import { expect, test } from "vitest";
import { parse } from "./preferences.ts";

test("preferences that make sense are kept", () => {
  const stored = {
    language: "en",
    density: "compact",
    palette: "distinct",
    hiddenColumns: { users: ["email"] },
  };

  expect(parse(stored)).toMatchObject(stored);
});

test("what makes no sense is as if it had never been chosen", () => {
  const usual = parse({});

  expect(parse({ language: "tlh", density: 7, railOpen: "yes", hiddenColumns: { users: "email" } })).toEqual({
    ...usual,
    hiddenColumns: {},
  });
  expect(parse(null)).toEqual(usual);
  expect(parse("x")).toEqual(usual);
});
