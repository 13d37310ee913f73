import { composeServices } from "@apollo/composition";
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { parse } from "graphql";
import { beforeAll, expect, test } from "vitest";
import { OperationCompiler } from "./operationCompiler.ts";
import type { Fields } from "./row.ts";
import type { SubgraphCall, SubgraphFetch } from "./types.ts";

let compiler: OperationCompiler;
beforeAll(() => {
  const typeDefs = parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@context", "@fromContext"])
    type Query { shops: [Shop!]! stands: [Stand!]! }
    type Shop @key(fields: "id") @context(name: "seller") { id: ID! currency: String! terms: Terms goods: [[Good!]!]! }
    type Stand @key(fields: "id") @context(name: "seller") { id: ID! coin: String goods: [Good!]! }
    type Terms { rate: String }
    type Good @key(fields: "id") {
      id: ID!
      price(in: String @fromContext(field: "$seller ... on Shop { currency } ... on Stand { coin }")): Int!
      rate(by: String @fromContext(field: "$seller ... on Shop { terms { rate } } ... on Stand { coin }")): Int
    }
  `);
  const { errors, supergraphSdl } = composeServices([{ name: "market", typeDefs }]);
  if (errors) throw new AggregateError(errors, errors.map(({ message }) => message).join("\n"));
  const supergraph = Supergraph.build(supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  });
  const api = supergraph.apiSchema();
  compiler = new OperationCompiler({
    planner: new QueryPlanner(supergraph),
    api,
    apiSchema: api.toGraphQLJSSchema(),
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
  });
});

const good = (id: string) => ({ __typename: "Good", id });

async function run(text: string, root: Fields, answerFor: (call: SubgraphCall) => Fields) {
  const calls: Fields[] = [];
  const fetch: SubgraphFetch = async (_, call) => {
    if (!("representations" in call.variables)) return { data: root };
    calls.push(call.variables);
    return { data: { _entities: [answerFor(call)] } };
  };
  const answer = await compiler.compile(parse(text)).run({ fetch });
  return { answer, calls };
}

test("an argument from an ancestor has that ancestor's value, each value in a call of its own", async () => {
  const root = {
    shops: [
      { __typename: "Shop", id: "1", currency: "EUR", goods: [[good("a")], []] },
      { __typename: "Shop", id: "2", currency: "CNY", goods: [[good("a")]] },
      { __typename: "Shop", id: "3", currency: "EUR", goods: [[good("a")]] },
    ],
  };

  const { answer, calls } = await run("{ shops { goods { price } } }", root, ({ variables }) => ({
    price: Object.values(variables).includes("EUR") ? 1 : 8,
  }));

  expect(calls).toHaveLength(2);
  expect(answer).toEqual({
    data: {
      shops: [{ goods: [[{ price: 1 }], []] }, { goods: [[{ price: 8 }]] }, { goods: [[{ price: 1 }]] }],
    },
  });
});

test("the ancestor's type decides where the value is, and a null on the way is the value", async () => {
  const root = {
    shops: [{ __typename: "Shop", id: "1", terms: null, goods: [[good("a")]] }],
    stands: [{ __typename: "Stand", id: "1", coin: "shell", goods: [good("a")] }],
  };

  const { calls } = await run("{ shops { goods { rate } } stands { goods { rate } } }", root, () => ({
    rate: 1,
  }));

  const values = calls.map(
    (variables) => Object.entries(variables).find(([name]) => name !== "representations")?.[1],
  );
  expect(values).toEqual([null, "shell"]);
});

test("a value that was not fetched is an error at the object, and nothing is computed without it", async () => {
  const root = { stands: [{ __typename: "Stand", id: "1", goods: [good("a")] }] };

  const { answer, calls } = await run("{ stands { goods { rate } } }", root, () => ({ rate: 1 }));

  expect(calls).toEqual([]);
  expect(answer.data).toEqual({ stands: [{ goods: [{ rate: null }] }] });
  expect(answer.errors?.map(({ path }) => path)).toEqual([["stands", 0, "goods", 0]]);
});
