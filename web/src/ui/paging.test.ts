import { expect, test } from "vitest";
import { firstPage, pageVariables } from "./paging.ts";

test("a list is walked forwards by what comes after, and backwards by what comes before", () => {
  expect(pageVariables({ ...firstPage, size: 50 })).toEqual({
    first: 50,
    after: null,
    last: null,
    before: null,
  });
  expect(pageVariables({ after: "c", before: "", size: 25 })).toMatchObject({ first: 25, after: "c" });
  expect(pageVariables({ after: "", before: "b", size: 25 })).toEqual({
    first: null,
    after: null,
    last: 25,
    before: "b",
  });
});
