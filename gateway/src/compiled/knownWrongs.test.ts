import { parse } from "graphql";
import { beforeAll, expect, test } from "vitest";
import type { Fields } from "./row.ts";
import { compare } from "./testing/compare.ts";
import { shopGraph } from "./testing/shopGraph.ts";
import { TestGraph } from "./testing/testGraph.ts";

/* Where Apollo's planner or executor (2.14.4) is wrong. When a newer one is right, what works around it can go. */

let graph: TestGraph;
beforeAll(() => {
  graph = new TestGraph(shopGraph);
});

test.each<[string, string, Fields?]>([
  ["an alias that is the name of a key", "{ products { id: name label } }"],
  ["an alias that is __typename", "{ products { __typename: name } }"],
  [
    "a fragment on a narrower type in one on a wider",
    "{ products { ... on Hit { ... on Product { name } } } }",
  ],
  ["lists of lists that a field is computed from", "{ products { packing } }"],
  [
    "a computed field that is left out beside one that is not",
    "query ($no: Boolean!) { products { inStock shipping @include(if: $no) } }",
    { no: false },
  ],
  [
    "other arguments for another type of an interface that is an object type elsewhere",
    "{ topItems { ... on Book { reviews(first: 1) { stars } } ... on Film { reviews(first: 2) { stars } } } }",
  ],
  [
    "a variable that is called like the planner's",
    "query ($representations: Int) { latest(first: 2) { product { related(first: $representations) { name } } } }",
    { representations: 1 },
  ],
  [
    "mutations in and between fragments",
    `mutation { ... on Mutation { a: stamp(word: "1") } b: stampPeople(word: "2") ... on Mutation { c: stamp(word: "3") } }`,
  ],
])("%s: the answer is right, where Apollo's is not", async (_, text, variables = {}) => {
  const operation = { text, document: parse(text), variables };

  const { ours, apollos } = await compare(graph, operation, 1);

  expect(ours).toBeNull();
  expect(apollos).not.toBeNull();
});
