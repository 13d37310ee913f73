import { describe, expect, test } from "vitest";
import { RequestRefused } from "../errors.ts";
import { openGraph, userWith } from "../testing/graph.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";

const { operations, calls } = openGraph([peopleSubgraph, shelfSubgraph]);
/** Refuses nothing for its cost, so that what the planner can be made to do is seen. */
const lavish = openGraph([peopleSubgraph, shelfSubgraph], {
  cost: { operationMax: Number.MAX_SAFE_INTEGER },
});
const principal = userWith();
const many = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => part(i)).join(" ");
const nested = (depth: number) => `${"{ manager ".repeat(depth)}{ id }${" }".repeat(depth)}`;
const boundMs = 50;
/** This process's own time: the machine may be busy with other tests. */
const cpuMs = () => (process.cpuUsage().user + process.cpuUsage().system) / 1_000;
/** What the planner takes for the largest documents let through, with room for a busy machine. */
const planningBoundMs = 400;

/** Each with a different salt every time, so that nothing is answered from a cache. */
const corpus: [name: string, document: (salt: string) => string, variables?: Record<string, unknown>][] = [
  ["10,000 aliases", (salt) => `{ ${many(10_000, (i) => `${salt}${i}: whoAmI`)} }`],
  ["as many aliases as tokens allow", (salt) => `{ ${many(600, (i) => `${salt}${i}: whoAmI`)} }`],
  [
    "fragments that spread each other",
    (salt) =>
      `{ ...${salt}a } fragment ${salt}a on Query { ...${salt}b } fragment ${salt}b on Query { ...${salt}a }`,
  ],
  [
    "a fragment that spreads itself below a field",
    (salt) => `{ people { ...${salt} } } fragment ${salt} on Person { manager { ...${salt} } }`,
  ],
  [
    "fragments that double at each of 200 steps",
    (salt) =>
      `{ people { ...${salt}0 } } ${many(150, (i) => `fragment ${salt}${i} on Person { ...${salt}${i + 1} ...${salt}${i + 1} }`)} fragment ${salt}150 on Person { id }`,
  ],
  [
    "fragments with fields that double",
    (salt) =>
      `{ people { ...${salt}0 } } ${many(30, (i) => `fragment ${salt}${i} on Person { a: manager { ...${salt}${i + 1} } b: manager { ...${salt}${i + 1} } }`)} fragment ${salt}30 on Person { id }`,
  ],
  ["nesting of 20", (salt) => `query ${salt} { person(id: "1") ${nested(20)} }`],
  ["nesting of 500", (salt) => `query ${salt} { person(id: "1") ${nested(500)} }`],
  ["nesting of 100,000", (salt) => `query ${salt} ${"{ a ".repeat(20_000)}`],
  [
    "a list literal nested 100,000 deep",
    (salt) => `query ${salt} { people(first: ${"[".repeat(50_000)}) { id } }`,
  ],
  ["a megabyte of fields", (salt) => `{ ${many(100_000, () => "whoAmI")} ${salt} }`],
  ["a megabyte in one string", (salt) => `query ${salt} { person(id: "${"x".repeat(1_000_000)}") { id } }`],
  [
    "a megabyte in one block string",
    (salt) => `query ${salt} { person(id: """${"\n  x".repeat(200_000)}""") { id } }`,
  ],
  ["a megabyte of comments", (salt) => `#${"x".repeat(1_000_000)}\n query ${salt} { whoAmI }`],
  ["a megabyte of braces", () => "{".repeat(1_000_000)],
  [
    "10,000 directives on one field",
    (salt) => `query ${salt} { whoAmI ${"@skip(if: false) ".repeat(10_000)} }`,
  ],
  [
    "as many unknown directives as tokens allow",
    (salt) => `query ${salt} { whoAmI ${many(900, (i) => `@d${i}`)} }`,
  ],
  [
    "the same field as often as tokens allow",
    (salt) => `query ${salt} { people { ${many(1_900, () => "id")} } }`,
  ],
  ["21 root fields", (salt) => `query ${salt} { ${many(21, () => "whoAmI")} }`],
  [
    "root fields hidden in fragments",
    (salt) =>
      `{ ...${salt}a ...${salt}a } fragment ${salt}a on Query { ${many(15, (i) => `a${i}: whoAmI`)} }`,
  ],
  ["500 operations", (salt) => many(300, (i) => `query ${salt}${i} { whoAmI }`)],
  ["1,000 variables", (salt) => `query ${salt}(${many(480, (i) => `$v${i}: Int`)}) { whoAmI }`],
  [
    "introspection that goes round in circles",
    (salt) =>
      `query ${salt} { __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`,
  ],
  [
    "introspection many times over",
    (salt) => `query ${salt} { ${many(25, (i) => `s${i}: __schema { types { name fields { name } } }`)} }`,
  ],
  [
    "a variable nested 100,000 deep",
    (salt) => `query ${salt}($id: ID!) { person(id: $id) { id } }`,
    { id: JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) },
  ],
  [
    "a list of 100,000 wrong values",
    (salt) => `query ${salt}($n: Int) { people(first: $n) { id } }`,
    { n: Array.from({ length: 100_000 }, () => "x") },
  ],
];

/** Within every limit, so it has to be cheap. */
const permitted: typeof corpus = [
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
  test.each(corpus)("%s", (_name, document, variables) => {
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
