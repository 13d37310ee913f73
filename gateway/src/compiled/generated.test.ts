import type { QueryPlannerConfig } from "@apollo/query-planner";
import { beforeAll, expect, test } from "vitest";
import { compareOne } from "./testing/compare.ts";
import type { Circumstances, Comparison } from "./testing/compare.ts";
import { randomOperation } from "./testing/operations.ts";
import { Random } from "./testing/random.ts";
import { shopGraph } from "./testing/shopGraph.ts";
import { TestGraph } from "./testing/testGraph.ts";

/* Many more are compared by testing/compare.main.ts. */

let graph: TestGraph;
/** What the first of the comparisons asks. */
let texts: readonly string[];
beforeAll(() => {
  graph = new TestGraph(shopGraph);
  texts = Array.from({ length: 250 }, (_, n) => randomOperation(graph.apiSchema, new Random(n + 1)).text);
});

const timeoutMs = 180_000;

/** Apollo's planner gives up on unions spread over an interface that a subgraph has as an object type. */
const plannersFault = /^We should have an edge from Item|would create a cycle/;

async function compareMany(
  first: number,
  count: number,
  circumstances: Circumstances = {},
  on = graph,
): Promise<Comparison[]> {
  const found: Comparison[] = [];
  for (let seed = first; seed < first + count; seed += 1)
    found.push(await compareOne(on, seed, { withApollo: false, ...circumstances }));
  for (const { unplanned } of found) if (unplanned !== null) expect(unplanned).toMatch(plannersFault);
  const planned = found.filter(({ unplanned }) => unplanned === null);
  expect(planned.length).toBeGreaterThan(count * 0.85);
  return planned;
}

const told = ({ seed, operation, ours }: Comparison) => `seed ${seed}: ${ours}\n${operation.text}`;

test.each<[string, RegExp, number]>([
  ["aliases", /\w: \w+[ ({]/, 100],
  [
    "aliases called like keys, or like nothing a client should name",
    /\b(id|sku|__proto__|constructor): /,
    50,
  ],
  ["fragments by name", /\.\.\.F\d/, 30],
  ["fragments on an interface", /on (Item|Party)\b/, 30],
  ["fragments on a union", /on (Hit|About)\b/, 10],
  ["@skip and @include by variables", /@(skip|include)\(if: \$/, 30],
  ["variables with defaults", /\$\w+: [\w[\]!]+ = /, 30],
  ["fields that are computed from another subgraph's", /\b(shipping|label|packing|rank|grade|badge)\b/, 30],
  ["entities known by several keys", /\breviews\b.*\bproduct\b|\bproduct\b.*\breviews\b/s, 3],
  ["an interface that is an object type elsewhere", /\b(rating|level|mark)\b/, 20],
  ["lists of lists", /\b(grid|cube|parts|friends|trends)\b/, 20],
  [
    "several mutations in one operation",
    /^mutation [^{]*\{ (?:\w+: )?\w+.*\b(?:stamp|add|drop|move|promote|retire|review)\w*\(.*\b(?:stamp|add|drop|move|promote|retire|review)\w*\(/s,
    10,
  ],
  ["subscriptions", /^subscription/, 5],
  ["introspection beside data", /__(type|schema)\b/, 3],
])("what is asked has %s in it", (_, pattern, atLeast) => {
  expect(texts.filter((text) => pattern.test(text)).length).toBeGreaterThanOrEqual(atLeast);
});

test(
  "whatever is asked, the answer is the one that a single server over the same data gives",
  async () => {
    const found = await compareMany(1, 250);

    expect(found.filter(({ ours }) => ours !== null).map(told)).toEqual([]);
    expect(found.reduce((sum, { calls }) => sum + calls, 0)).toBeGreaterThan(found.length * 2);
  },
  timeoutMs,
);

test(
  "whatever fields fail, each null that was not there before has its error, and each error its null",
  async () => {
    const found = await compareMany(1_000, 150, { faults: 0.08 });

    // A fetch that types share fails for one type by what was asked of another; that costs data, and says so.
    expect(found.filter(({ ours, isPoorer }) => ours !== null && !isPoorer).map(told)).toEqual([]);
    expect(found.filter(({ ours }) => ours !== null).length).toBeLessThanOrEqual(2);
  },
  timeoutMs,
);

test(
  "whichever subgraph does not answer, the rest of the answer is right and every gap explained",
  async () => {
    const found = await compareMany(2_000, 100, { isOneGone: true });

    expect(found.filter(({ ours, isPoorer }) => ours !== null && !isPoorer).map(told)).toEqual([]);
    expect(found.filter(({ ours }) => ours !== null).length).toBeGreaterThan(20);
  },
  timeoutMs,
);

test(
  "where Apollo's executor gives the right answer, ours is the same byte by byte",
  async () => {
    const found = await compareMany(3_000, 100, { withApollo: true });
    const right = found.filter(({ apollos }) => apollos === null);

    expect(right.length).toBeGreaterThan(60);
    expect(right.filter(({ isSame }) => !isSame).map(told)).toEqual([]);
  },
  timeoutMs,
);

test.each<[string, QueryPlannerConfig]>([
  ["fetches that types do not share", { typeConditionedFetching: true }],
  ["fragments of its own", { generateQueryFragments: true }],
  ["the client's fragments", { reuseQueryFragments: true }],
  ["operations as text only", { exposeDocumentNodeInFetchNode: false }],
])(
  "the answers are the same with a planner that makes %s",
  async (_, config) => {
    const found = await compareMany(4_000, 40, {}, new TestGraph(shopGraph, config));

    expect(found.filter(({ ours }) => ours !== null).map(told)).toEqual([]);
  },
  timeoutMs,
);
