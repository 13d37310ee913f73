// What it costs the gateway's processor to run a planned operation and to shape its answer: compiled operations beside
// `executeQueryPlan` of @apollo/gateway, which shapes by its computeResponse. Both get the same fetches' answers as
// text and parse them; subgraphs, network and planning are left out.
//   npm run bench -- executor
import { compileByApollo } from "@wegraph/gateway/compiled/testing/apollo";
import { TestGraph } from "@wegraph/gateway/compiled/testing/testGraph";
import type { SubgraphFetch } from "@wegraph/gateway/compiled/types";
import { parse } from "graphql";
import { alternateCpu } from "./alternateCpu.ts";

const rounds = 15;

const graph = new TestGraph({
  products: `
    type Query { products(first: Int): [Product!]! }
    type Product @key(fields: "id") { id: ID! name: String! price: Int }
  `,
  reviews: `
    type Product @key(fields: "id") { id: ID! reviews(first: Int): [Review!]! }
    type Review { id: ID! body: String! stars: Int! author: User! }
    type User @key(fields: "id") { id: ID! }
  `,
  users: `type User @key(fields: "id") { id: ID! name: String! city: String }`,
});

interface Sizes {
  readonly products: number;
  readonly reviewsEach: number;
  /** How many different people wrote the reviews. */
  readonly people: number;
}

const measured: readonly { name: string; text: string; sizes: Sizes }[] = [
  {
    name: "3 fetches one after the other, 2 kB",
    text: "query ($n: Int) { products(first: $n) { id name price reviews { id body author { id name city } } } }",
    sizes: { products: 5, reviewsEach: 3, people: 8 },
  },
  {
    name: "the same, 40 kB",
    text: "query ($n: Int) { products(first: $n) { id name price reviews { id body author { id name city } } } }",
    sizes: { products: 50, reviewsEach: 6, people: 100 },
  },
  {
    name: "1 fetch, 2 kB",
    text: "query ($n: Int) { products(first: $n) { id name price } }",
    sizes: { products: 40, reviewsEach: 0, people: 0 },
  },
];

const table: Record<string, Record<string, string>> = {};
for (const { name, text, sizes } of measured) table[name] = await measure(text, sizes);
console.log(`Processor time of an operation, medians of ${rounds} alternating rounds:`);
console.table(table);

async function measure(text: string, sizes: Sizes): Promise<Record<string, string>> {
  const document = parse(text);
  const variables = { n: sizes.products };
  const compiled = graph.compiler.compile(document);
  const byApollo = compileByApollo(graph, document);
  const [ours, apollos] = [remembered(sizes), remembered(sizes)];
  const one = JSON.stringify(await compiled.run({ variables, fetch: ours.fetch }));
  const other = JSON.stringify(await byApollo(variables, apollos.fetch));
  if (one !== other) throw new Error(`The answers differ:\n${one}\n${other}`);

  const [apollo, compiledOne, compiledShared, parsing, apollosParsing] = await alternateCpu(
    [
      () => byApollo(variables, apollos.fetch),
      () => compiled.run({ variables, fetch: ours.fetch }),
      () => compiled.run({ variables, fetch: ours.fetchShared }),
      async () => ours.parseAll(),
      async () => apollos.parseAll(),
    ],
    { rounds, roundMs: 150 },
  );
  const [all, our] = [(apollo ?? 0) - (apollosParsing ?? 0), (compiledOne ?? 0) - (parsing ?? 0)];
  return {
    answer: `${(one.length / 1_000).toFixed(1)} kB`,
    Apollo: microseconds(apollo),
    compiled: microseconds(compiledOne),
    "compiled, joined fetches": microseconds(compiledShared),
    "of it parsing (Apollo, compiled)": `${microseconds(apollosParsing)}, ${microseconds(parsing)}`,
    "Apollo / compiled": ((apollo ?? 0) / (compiledOne ?? 1)).toFixed(1),
    "without parsing": (all / our).toFixed(1),
  };
}

function microseconds(value = Number.NaN): string {
  return `${value.toFixed(1)} µs`;
}

/** Answers each distinct fetch with the same text each time. */
function remembered(sizes: Sizes) {
  const texts = new Map<string, string>();
  const values = new Map<string, object>();
  const textOf = (subgraph: string, { query, variables }: Parameters<SubgraphFetch>[1]): string => {
    const { representations } = variables;
    const entities = Array.isArray(representations) ? representations : null;
    const key = `${subgraph}${entities?.length ?? 0}`;
    const known = texts.get(key);
    if (known !== undefined) return known;
    const root = /(\w+):products/.exec(query)?.[1] ?? "products";
    const data = entities
      ? { _entities: entitiesOf(subgraph, entities, sizes) }
      : { [root]: productsOf(sizes) };
    const text = JSON.stringify({ data });
    texts.set(key, text);
    return text;
  };
  const fetch: SubgraphFetch = async (subgraph, call) => JSON.parse(textOf(subgraph, call));
  const fetchShared: SubgraphFetch = async (subgraph, call) => {
    const text = textOf(subgraph, call);
    const value: object = values.get(text) ?? JSON.parse(text);
    values.set(text, value);
    return value;
  };
  const parseAll = () => [...texts.values()].map((text): unknown => JSON.parse(text));
  return { fetch, fetchShared, parseAll };
}

function productsOf({ products, reviewsEach }: Sizes) {
  return Array.from({ length: products }, (_, n) => ({
    ...(reviewsEach > 0 && { __typename: "Product" }),
    id: `product-${n}`,
    name: `Product number ${n}`,
    price: n * 100,
  }));
}

function entitiesOf(
  subgraph: string,
  representations: readonly { id: string }[],
  { reviewsEach, people }: Sizes,
) {
  if (subgraph === "users")
    return representations.map(({ id }) => ({ name: `Name of ${id}`, city: `City ${id.length}` }));
  return representations.map((_, product) => ({
    reviews: Array.from({ length: reviewsEach }, (__, n) => ({
      id: `review-${product}-${n}`,
      body: `What is to be said about it, number ${n}.`,
      author: { __typename: "User", id: `user-${(product * 7 + n) % people}` },
    })),
  }));
}
