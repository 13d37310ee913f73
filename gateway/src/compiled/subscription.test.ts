import { parse } from "graphql";
import { beforeAll, expect, test } from "vitest";
import { TestGraph } from "./testing/testGraph.ts";
import type { SubgraphFetch } from "./types.ts";

let graph: TestGraph;
beforeAll(() => {
  graph = new TestGraph({
    readings: `
      type Query { readings: Int }
      type Subscription { read(of: ID): Reading! gone: Reading }
      type Reading { at: Int! reader: Person! }
      type Person @key(fields: "id") { id: ID! }
    `,
    people: `
      type Query { people: Int }
      type Person @key(fields: "id") { id: ID! name: String! mood(now: Boolean): String }
    `,
  });
});

const compiled = (text: string) => graph.compiler.compile(parse(text));
const nobody: SubgraphFetch = (subgraph) => Promise.reject(new Error(`${subgraph} was asked`));
const reader = { __typename: "Person", id: "7" };

test("the primary is what the owner of the stream is asked, with the variables it uses", () => {
  const text = "subscription S($id: ID, $now: Boolean) { read(of: $id) { at reader { mood(now: $now) } } }";
  const { primary } = compiled(text);

  expect(primary?.subgraph).toBe("readings");
  expect(primary?.query).toContain(
    "subscription S__readings__0($id:ID){a_read:read(of:$id){at reader{__typename id}}}",
  );
  expect(primary?.variablesOf({ id: "3", now: true, other: 1 })).toEqual({ id: "3" });
});

test("an event is completed by what other subgraphs know, and is not written to", async () => {
  const operation = compiled(
    "subscription ($with: Boolean!) { it: read { when: at reader { name @include(if: $with) } } }",
  );
  const event = Object.freeze({
    data: Object.freeze({ a_it: Object.freeze({ a_when: 5, reader: Object.freeze(reader) }) }),
  });
  const fetch: SubgraphFetch = async () => ({ data: { _entities: [{ name: "Ada" }] } });

  expect(await operation.run({ event, fetch, variables: { with: true } })).toEqual({
    data: { it: { when: 5, reader: { name: "Ada" } } },
  });
  expect(await operation.run({ event, fetch: nobody, variables: { with: false } })).toEqual({
    data: { it: { when: 5, reader: {} } },
  });
});

test("what is computed is left out of an event without the rest that its owner computes", async () => {
  const shop = new TestGraph({
    goods: `
      type Query { goods: Int }
      type Subscription { sold: Good! }
      type Good @key(fields: "id") { id: ID! weight: Int }
    `,
    post: `
      type Query { post: Int }
      type Good @key(fields: "id") { id: ID! weight: Int @external days: Int! cost: Int @requires(fields: "weight") }
    `,
  });
  const operation = shop.compiler.compile(
    parse("subscription ($cost: Boolean!) { sold { days cost @include(if: $cost) } }"),
  );
  const representations: unknown[] = [];
  const fetch: SubgraphFetch = async (_, { variables }) => {
    representations.push(variables["representations"]);
    return { data: { _entities: [{ days: 2, cost: 3 }] } };
  };
  const key = { __typename: "Good", id: "1" };

  const without = await operation.run({ event: { data: { sold: key } }, fetch, variables: { cost: false } });
  const withCost = { data: { sold: { ...key, weight: 4 } } };
  const complete = await operation.run({ event: withCost, fetch, variables: { cost: true } });

  expect([without.data, complete.data]).toEqual([{ sold: { days: 2 } }, { sold: { days: 2, cost: 3 } }]);
  expect(representations).toEqual([[key], [{ ...key, weight: 4 }]]);
});

test("an event that is an error has it at the client's path, and nothing else is fetched", async () => {
  const operation = compiled("subscription { last: gone { at reader { name } } }");
  const event = { data: { a_last: null }, errors: [{ message: "Unreadable.", path: ["a_last", "at"] }] };

  const answer = await operation.run({ event, fetch: nobody });

  expect(answer.data).toEqual({ last: null });
  expect(answer.errors).toMatchObject([{ message: "Unreadable.", path: ["last", "at"] }]);
});

test("an event whose rest cannot be had is null as far up as it must be", async () => {
  const operation = compiled("subscription { gone { at reader { name } } }");

  const answer = await operation.run({ event: { data: { gone: { at: 1, reader } } }, fetch: nobody });

  expect(answer.data).toEqual({ gone: null });
  expect(answer.errors?.map(({ path }) => path)).toEqual([["gone", "reader"]]);
});
