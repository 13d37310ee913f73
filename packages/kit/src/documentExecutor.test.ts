import { GraphQLError, GraphQLObjectType, GraphQLScalarType, buildSchema, execute, parse } from "graphql";
import type { ExecutionResult, GraphQLFieldResolver } from "graphql";
import { afterEach, describe, expect, test, vi } from "vitest";
import { DocumentExecutor } from "./documentExecutor.ts";

const schema = buildSchema(`
  scalar Moment
  enum Tone { CALM LOUD }
  interface Named { name: String! }
  type Person implements Named { name: String! age(in: Unit = YEARS): Int, friends(first: Int): [Person!]!, told: String! }
  type Dog implements Named { name: String!, barks(tone: Tone = LOUD): [String], owner: Person! }
  enum Unit { YEARS MONTHS }
  union Pet = Dog
  input Search { ages: [Int!], tone: Tone }
  type Query {
    one(id: Int!): Person
    all(search: Search): [Named]
    pets: [Pet!]
    now(moment: Moment): Moment
    matrix: [[Int!]]!
  }
  type Mutation { rename(name: String!): Person }
`);

const ben = { __typename: "Person", name: "Ben" };
const ada = { __typename: "Person", name: "Ada" };
const rex = { __typename: "Dog", name: "Rex" };
type Named = typeof ben;

const resolvers: Record<string, Record<string, GraphQLFieldResolver<never, unknown, never>>> = {
  Query: {
    one: (_: unknown, { id }: { id: number }) => [ada, null, ben][id - 1],
    all: async (_: unknown, { search }: { search?: { ages?: number[] } }) => [
      ada,
      null,
      rex,
      ...(search?.ages ? [ben] : []),
    ],
    pets: () => [rex],
    now: (_: unknown, { moment }: { moment?: number }) => moment ?? 7,
    matrix: () => [[1, 2], null, [Promise.resolve(3)]],
  },
  Mutation: { rename: (_: unknown, { name }: { name: string }) => ({ ...ben, name }) },
  Person: {
    age: (_: unknown, { in: unit }: { in: string }) => (unit === "YEARS" ? 36 : 432),
    friends: async (_: unknown, { first = 2 }: { first?: number }) => [ada, ben].slice(0, first),
    async told({ name }: Named) {
      if (name === "Ada") return null;
      throw new GraphQLError("A secret.", { extensions: { code: "NOT_FOUND" } });
    },
  },
  Dog: {
    barks: (_: unknown, { tone }: { tone: string }) => [tone, null, Promise.resolve("late")],
    owner: () => Promise.reject(new Error("lost")),
  },
};
for (const [typeName, fields] of Object.entries(resolvers)) {
  const type = schema.getType(typeName);
  if (!(type instanceof GraphQLObjectType)) throw new Error(`${typeName} is an object type.`);
  for (const [name, resolve] of Object.entries(fields))
    Object.assign(type.getFields()[name] ?? {}, { resolve });
}
const moment = schema.getType("Moment");
if (!(moment instanceof GraphQLScalarType)) throw new Error("Moment is a scalar.");
moment.serialize = (value) => `at ${String(value)}`;
moment.parseValue = (value) => Number(value);

const queries: Record<string, [query: string, variables?: Record<string, unknown>]> = {
  "fields, aliases and arguments": [
    "query($id: Int!) { one(id: $id) { name years: age months: age(in: MONTHS) } }",
    { id: 1 },
  ],
  "a null where one may be": ["{ one(id: 2) { name } }"],
  "fragments on abstract types": [
    "{ all { __typename name ... on Dog { barks barks2: barks(tone: CALM) } ...P } } fragment P on Person { age }",
  ],
  "unions and lists in lists": ["{ pets { ... on Dog { name } } matrix }"],
  "scalars, in and out": ["query($moment: Moment) { now(moment: $moment) }", { moment: "12" }],
  "input objects": ["query($search: Search) { all(search: $search) { name } }", { search: { ages: [1] } }],
  "conditions that say yes": ["query($on: Boolean!) { pets @include(if: $on) { __typename } }", { on: true }],
  "conditions that say no": [
    "query($on: Boolean!) { pets @include(if: $on) { __typename } matrix }",
    { on: false },
  ],
  "an error that takes its object with it": ["{ pets { ... on Dog { name owner { name } } } matrix }"],
  "errors in a list, at their paths": ["{ one(id: 1) { friends { name told } } }"],
  "nothing where something has to be": ["{ one(id: 1) { name told } }"],
  "a variable that is missing": ["query($id: Int!) { one(id: $id) { name } }", {}],
  "a variable of the wrong type": [
    "query($search: Search) { all(search: $search) { name } }",
    { search: { ages: "x" } },
  ],
  "keys that every object has": ["{ constructor: matrix toString: pets { __typename } }"],
  "a key that is none": ["{ __proto__: matrix pets { __proto__: __typename } }"],
};

afterEach(() => vi.restoreAllMocks());

describe("a query that comes again is answered as graphql-js answers it, each time:", () => {
  test.each(Object.entries(queries))("%s", async (_, [query, variableValues = {}]) => {
    const executor = new DocumentExecutor(schema);
    const document = parse(query);
    const expected = wire(await execute({ schema, document, variableValues }));
    for (let use = 0; use < 6; use += 1) {
      const { data, errors } = wire(await executor.execute({ document, variableValues }, query));
      expect(data).toEqual(expected.data);
      // Where an object is lost by one failure, it may tell of others in it as well.
      expect(errors).toEqual(expect.arrayContaining(expected.errors));
      if (expected.errors.length === 0) expect(errors).toEqual([]);
    }
  });
});

/** As it goes over the wire. Where in a document a field stands is of no use: the document is a plan's. */
function wire(answer: ExecutionResult): { data: unknown; errors: unknown[] } {
  const { data, errors = [] } = JSON.parse(JSON.stringify(answer)) as ExecutionResult;
  return { data, errors: errors.map(({ message, path }) => ({ message, path })) };
}

test("a resolver's own error is there for whoever presents it", async () => {
  const executor = new DocumentExecutor(schema);
  const query = "{ one(id: 3) { name told } }";
  const document = parse(query);
  for (let use = 0; use < 6; use += 1) {
    const { errors } = await executor.execute({ document }, query);
    expect(errors).toMatchObject([{ path: ["one", "told"], extensions: { code: "NOT_FOUND" } }]);
  }
});

test("what a client may have written becomes no code: strings, and keys with a meaning of their own", () => {
  const made = vi.spyOn(globalThis, "Function");
  const executor = new DocumentExecutor(schema);
  const ask = (query: string) => {
    const document = parse(query);
    for (let use = 0; use < 6; use += 1) void executor.execute({ document }, query);
  };
  ask(`{ now(moment: "'); process.exit(1); ('") }`);
  ask(`{ now(moment: """x""") }`);
  ask(`{ __proto__: matrix }`);
  ask(`mutation { rename(name: "x") { name } }`);
  expect(made).not.toHaveBeenCalled();
  ask("{ matrix }");
  expect(made).toHaveBeenCalled();
});
