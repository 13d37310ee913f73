import { composeServices } from "@apollo/composition";
import { Kind, buildSchema, parse } from "graphql";
import { expect, test } from "vitest";
import { AccessMap } from "../access/accessMap.ts";
import { checkOperation } from "../document/operation.ts";
import { RequestRefused } from "../errors.ts";
import { loadSupergraph } from "../supergraph/loadSupergraph.ts";
import { settingsShape } from "../settings.ts";
import type { GatewayConfig } from "../settings.ts";
import { openGraph, userWith } from "../testing/graph.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";
import { estimateOf } from "./estimator.ts";
import { valueOf } from "./formula.ts";

const principal = userWith();
const schema = buildSchema(`
  type Query {
    me: Person  people(first: Int, last: Int): PersonPage!  latest(limit: Int = 5): [Person!]!  everyone: [Person!]!
    things: [Thing!]!  grid: [[Person!]!]!  report: Report
  }
  type Mutation { rename(name: String): Person!  touch: Boolean }
  type Subscription { moved: Person! }
  type PersonPage { nodes: [Person!]!  edges: [PersonEdge!]!  totalCount: Int }
  type PersonEdge { node: Person! }
  type Person { id: ID!  names: [String!]!  manager: Person  friends(first: Int): PersonPage! }
  type Report { sum: Int }
  interface Thing { id: ID! }
  type Cheap implements Thing { id: ID! owner: Person }
  type Dear implements Thing { id: ID! owners: [Person!]! owner: Person }
`);

function estimated(
  query: string,
  variables: Record<string, unknown> = {},
  config: GatewayConfig["cost"] = {},
): number {
  const document = parse(query);
  const [definition] = document.definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error("The operation comes first.");
  const operation = checkOperation("o1", document, definition, schema, new AccessMap());
  return valueOf(estimateOf(operation, schema, settingsShape.parse({ cost: config }).cost), variables);
}

const vars = "query ($n: Int, $yes: Boolean!)";

test.each<[what: string, cost: number, query: string, variables?: Record<string, unknown>]>([
  ["an object is 1, its scalars nothing", 1, "{ me { id names } }"],
  ["objects in objects add up", 3, "{ me { manager { manager { id } } } }"],
  ["a page costs itself and its nodes", 1 + 40, "{ people(first: 40) { nodes { id } totalCount } }"],
  ["an edge is an object as well", 1 + 40 * 2, "{ people(last: 40) { edges { node { id } } } }"],
  ["the size may be a variable", 1 + 7, `${vars} { people(first: $n) { nodes { id } } }`, { n: 7 }],
  ["left out, the usual size counts", 1 + 25, `${vars} { people(first: $n) { nodes { id } } }`, {}],
  ["null is left out", 1 + 25, "{ people(first: null) { nodes { id } } }"],
  [
    "of two sizes the larger counts",
    1 + 9,
    `${vars} { people(first: 9, last: $n) { nodes { id } } }`,
    { n: 3 },
  ],
  ["a negative size is none", 1, "{ people(first: -5) { nodes { id } } }"],
  ["the schema's default counts", 5, "{ latest { id } }"],
  [
    "pages in pages multiply",
    1 + 10 * (1 + 1 + 20),
    "{ people(first: 10) { nodes { friends(first: 20) { nodes { id } } } } }",
  ],
  ["a list of unknown length has 10", 10, "{ everyone { id } }"],
  ["a list of lists has 10 of 10", 100, "{ grid { id } }"],
  ["a mutation is 10 and what it returns", 10 + 1, `mutation { rename(name: "a") { manager { id } } }`],
  ["a mutation without an object is 10", 10, "mutation { touch }"],
  ["each of two mutations counts", 20, "mutation { a: touch b: touch }"],
  ["a subscription is its selection", 2, "subscription { moved { manager { id } } }"],
  ["aliases count each", 2, "{ a: me { id } b: me { id } }"],
  [
    "the same field twice is answered once",
    2,
    "{ me { id } me { id manager { id } } me { manager { names } } }",
  ],
  [
    "so are fragments that overlap",
    2,
    "{ me { ...a ...b ...a } } fragment a on Person { manager { id } } fragment b on Person { manager { names } }",
  ],
  [
    "of types only the dearest",
    10 * (1 + 10),
    "{ things { id ... on Cheap { owner { id } } ... on Dear { owners { id } } } }",
  ],
  [
    "one key by types with other arguments hides nothing",
    10 * (1 + 1 + 100),
    `{ things {
      ... on Cheap { friends: owner { friends(first: 1) { nodes { id } } } }
      ... on Dear { friends: owner { f: friends(first: 99) { nodes { id } } } }
    } }`,
  ],
  ["what is never included costs nothing", 0, "{ me @skip(if: true) { id } }"],
  [
    "a variable decides",
    1,
    `${vars} { me @include(if: $yes) { id } b: me @skip(if: $yes) { id } }`,
    { yes: true },
  ],
  [
    "one of two places is enough",
    2,
    `${vars} { me @include(if: $yes) { id } me { manager { id } } }`,
    { yes: false },
  ],
  ["introspection is counted like data", 1 + 10 * (1 + 10), "{ __schema { types { fields { name } } } }"],
])("%s", (_what, cost, query, variables) => {
  expect(estimated(query, variables)).toBe(cost);
});

test("weights and lengths can be set by field and by type", () => {
  const config = { weights: { Report: 500, "Query.me": 0 }, listSizes: { "Query.everyone": 3 } };

  expect(estimated("{ me { id } everyone { id } report { sum } }", {}, config)).toBe(0 + 3 + 500);
});

test.each<[name: string, imports: string, cost: string, listSize: string]>([
  ["their own names", `"@cost", "@listSize"`, "cost", "listSize"],
  ["other names", `{ name: "@cost", as: "@price" }, { name: "@listSize", as: "@length" }`, "price", "length"],
  ["names that were not imported", "", "federation__cost", "federation__listSize"],
])(
  "what a supergraph says itself by @cost and @listSize holds, under %s; settings go before it",
  (_name, imports, cost, listSize) => {
    const head = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", ${imports}])`;
    const { supergraphSdl } = composeServices([
      {
        name: "a",
        url: "http://a",
        typeDefs: parse(`${head}
        type Query {
          me: Person @${cost}(weight: 7)
          some(count: Int): [Person!]! @${listSize}(slicingArguments: ["count"], assumedSize: 40)
          all: [Person!]! @${listSize}(assumedSize: 500)
          report: Report
        }
        type Person @key(fields: "id") { id: ID! }
        type Report @${cost}(weight: 90) { sum: Int }
      `),
      },
    ]);
    const { apiSchema, costHints } = loadSupergraph(supergraphSdl ?? "");
    const costOf = (query: string, config: GatewayConfig["cost"] = {}) => {
      const document = parse(query);
      const [definition] = document.definitions;
      if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error("The operation comes first.");
      const operation = checkOperation("o1", document, definition, apiSchema, new AccessMap());
      return valueOf(
        estimateOf(operation, apiSchema, settingsShape.parse({ cost: config }).cost, costHints),
        {},
      );
    };

    expect(costOf("{ me { id } }")).toBe(7);
    expect(costOf("{ some(count: 3) { id } }")).toBe(3);
    expect(costOf("{ some { id } }")).toBe(40);
    expect(costOf("{ all { id } }")).toBe(500);
    expect(costOf("{ report { sum } }")).toBe(90);
    expect(
      costOf("{ all { id } me { id } }", { listSizes: { "Query.all": 2 }, weights: { Person: 3 } }),
    ).toBe(9);
  },
);

test("an operation above the maximum is refused with both numbers, and nothing is fetched", () => {
  const { operations, calls } = openGraph([peopleSubgraph, shelfSubgraph], { cost: { operationMax: 100 } });
  const query = "query ($n: Int) { people(first: $n) { id manager { id } } }";
  const prepare = (n: number) => operations.prepare({ query, variables: { n } }, principal);

  expect(prepare(50).cost).toEqual({ estimated: 100, maximum: 100 });
  expect(() => prepare(51)).toThrow(RequestRefused);
  try {
    prepare(1_000_000_000);
  } catch (error) {
    expect((error as RequestRefused).errors[0]?.extensions).toEqual({
      code: "INVALID_INPUT",
      reason: "COST_TOO_HIGH",
      issues: [{ path: ["query"], message: "The operation may return too much: ask for less at once." }],
      estimated: 2_000_000_000,
      maximum: 100,
    });
  }
  expect(calls()).toEqual([]);
});
