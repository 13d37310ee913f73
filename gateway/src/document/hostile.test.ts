import { describe, expect, test } from "vitest";
import { RequestRefused } from "../errors.ts";
import { openGraph, userWith } from "../testing/graph.ts";
import { hostileDocuments, many } from "../testing/hostileDocuments.ts";
import type { HostileDocument } from "../testing/hostileDocuments.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";

const { operations, calls } = openGraph([peopleSubgraph, shelfSubgraph]);
/** Refuses nothing for its cost, so that what the planner can be made to do is seen. */
const lavish = openGraph([peopleSubgraph, shelfSubgraph], {
  cost: { operationMax: Number.MAX_SAFE_INTEGER },
});
const principal = userWith();
const boundMs = 50;
/** This process's own time: the machine may be busy with other tests. */
const cpuMs = () => (process.cpuUsage().user + process.cpuUsage().system) / 1_000;
/** What the planner takes for the largest documents let through, with room for a busy machine. */
const planningBoundMs = 400;

/** Within every limit, so it has to be cheap. */
const permitted: HostileDocument[] = [
  [
    "the same field with arguments, side by side",
    (salt) => `query ${salt} { best { ${many(280, () => "blurb(short: true)")} } }`,
  ],
  [
    "fragments that repeat one field, spread side by side",
    (salt) =>
      `{ people { ${many(140, (i) => `...${salt}${i}`)} } } ${many(140, (i) => `fragment ${salt}${i} on Person { id name }`)}`,
  ],
  [
    "inline fragments nested and repeated",
    (salt) => `query ${salt} { items { ${many(95, () => "... on Book { title ... on Item { id } }")} } }`,
  ],
  [
    "entities of two subgraphs in turn, as deep as allowed",
    (salt) => `query ${salt} { people ${"{ id books { title author ".repeat(6)} { id } ${" } }".repeat(6)} }`,
  ],
  ["two branches at each of many levels", (salt) => `query ${salt} { people ${branches(4)} }`],
  [
    "as many root fields as allowed, each into another subgraph",
    (salt) =>
      `query ${salt} { ${many(20, (i) => `p${i}: people { name books { title author { name signature manager { signature } } } }`)} }`,
  ],
  [
    "every type of an interface at each of many levels",
    (salt) =>
      `query ${salt} { items { ${"... on Book { author { books { title } } } ... on Film { director { signature } }".repeat(20)} } }`,
  ],
];

function branches(levels: number): string {
  return levels === 0
    ? "{ id }"
    : `{ books { a: author ${branches(levels - 1)} b: author ${branches(levels - 1)} } }`;
}

operations.prepare(
  { query: "{ people { id manager { name } } items { ... on Book { title } } }" },
  principal,
);

describe("before anything is planned or fetched, and in under 50 ms, the gateway refuses", () => {
  test.each(hostileDocuments)("%s", (_name, document, json) => {
    const variables = json === undefined ? undefined : JSON.parse(json);
    const times = ["a", "bb", "ccc"].map((salt) => {
      const query = document(`x${salt}`);
      const startedAt = cpuMs();
      expect(() => operations.prepare({ query, variables }, principal)).toThrow(RequestRefused);
      return cpuMs() - startedAt;
    });

    // The best of three: the compiler and the garbage collector come by in between.
    expect(Math.min(...times)).toBeLessThan(boundMs);
    expect(calls()).toEqual([]);
  });
});

describe("what is within every limit is validated and planned in a moment, too:", () => {
  test.each(permitted)("%s", (_name, document) => {
    const times = ["a", "bb", "ccc"].map((salt) => {
      const startedAt = cpuMs();
      lavish.operations.prepare({ query: document(`x${salt}`) }, principal);
      return cpuMs() - startedAt;
    });

    expect(Math.min(...times)).toBeLessThan(planningBoundMs);
  });
});

test("a refusal is remembered: the same document again costs next to nothing", () => {
  const query = `query { people { ${many(1_900, () => "id")} } }`;
  const refuse = () => expect(() => operations.prepare({ query }, principal)).toThrow(RequestRefused);
  refuse();

  const startedAt = performance.now();
  for (let i = 0; i < 100; i += 1) refuse();

  expect(performance.now() - startedAt).toBeLessThan(100);
});

test("ordinary documents of a console are well within the limits", () => {
  const query = `query Accounts($first: Int = 50) {
    people(first: $first) { ...row } items { id title ... on Book { pages author { ...row } } }
  } fragment row on Person { id name email signature manager { id name } books { id title blurb } }`;

  expect(() => operations.prepare({ query }, principal)).not.toThrow();
});

describe("text that means something elsewhere means nothing here:", () => {
  const text = [
    "'; DROP TABLE users; --",
    "\u0000",
    "${7*7}",
    "{{constructor}}",
    "../../etc/passwd",
    "<script>",
    "\u202e",
    "\ud800",
    "%00",
    "__proto__",
  ];

  test.each(text)("%j as a value comes to the subgraph as it is", async (value) => {
    const query = `query ($id: ID!) { person(id: $id) { name } }`;
    const caller = { principal, correlationId: "c", address: "" };

    const ready = operations.prepare({ query, variables: { id: value } }, principal);
    const answer = await operations.run(ready, caller);

    expect(answer).toEqual({ data: { person: null } });
    expect(calls().at(-1)?.variables).toEqual({ id: value });
  });

  test.each(text)("%j in a document is a syntax error at most", (value) => {
    expect(() => operations.prepare({ query: `{ person(id: "1") { ${value} } }` }, principal)).toThrow(
      RequestRefused,
    );
    expect(() => operations.prepare({ query: "{ whoAmI }", operationName: value }, principal)).toThrow(
      RequestRefused,
    );
  });
});
