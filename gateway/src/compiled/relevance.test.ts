import { buildSchema, parse } from "graphql";
import { expect, test } from "vitest";
import { ClientOperation } from "./clientOperation.ts";
import { relevant } from "./relevance.ts";

const schema = buildSchema(`
  type Query { items: [Item] }
  interface Item { id: ID! rating: Int }
  type Book implements Item { id: ID! rating: Int pages: Int }
  type Film implements Item { id: ID! rating: Int reviews: [Review] }
  type Review { stars: Int }
`);
const text = `query ($no: Boolean!) {
  items { id rating ...film ...film ... on Book @include(if: $no) { pages } }
} fragment film on Film { reviews { stars } }`;
const operation = new ClientOperation(parse(text), undefined, schema);

function isTold(path: (string | number)[], data: unknown): boolean {
  return relevant([{ message: "", path }], data, operation, new Map([["no", false]])).length === 1;
}

test("an error of a field that is asked of another type of object only is left out", () => {
  const data = {
    items: [
      { id: "1", rating: 3 },
      { id: "2", rating: 4, reviews: [{ stars: null }] },
    ],
  };

  expect(isTold(["items", 0, "reviews", 7, "stars"], data)).toBe(false);
  expect(isTold(["items", 1, "reviews", 0, "stars"], data)).toBe(true);
});

test("it is told after all when something of the object is missing, which may be by it", () => {
  expect(isTold(["items", 0, "reviews", 7, "stars"], { items: [{ id: "1", rating: null }] })).toBe(true);
});

test("an error of what nobody asked for is told: something else may be computed from it", () => {
  const data = { items: [{ id: "1", rating: 3 }] };

  expect(isTold(["items", 0, "weight"], data)).toBe(true);
  expect(isTold(["items", 0, "pages"], data)).toBe(true);
});

test.each([
  [[], { items: null }],
  [["items"], { items: null }],
  [["items", 2, "reviews"], { items: null }],
  [["items", 0, "rating"], null],
])("an error at %j of %j is where something is missing", (path, data) => {
  expect(isTold(path, data)).toBe(true);
});
