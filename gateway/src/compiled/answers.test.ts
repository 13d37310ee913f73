import { GraphQLError, parse } from "graphql";
import { beforeAll, expect, test } from "vitest";
import { runScripted } from "./testing/answering.ts";
import { TestGraph } from "./testing/testGraph.ts";

let graph: TestGraph;
beforeAll(() => {
  graph = new TestGraph({
    people: `
      type Query { people: [Person!]! person: Person status: Status scores: [[Int!]!] beast: Beast hidden: Beast }
      type Mutation { first: Int! second: Int third: Int! }
      type Person @key(fields: "id") { id: ID! name: String! nick: String }
      enum Status { ON OFF SECRET @inaccessible }
      interface Beast { name: String! }
      type Dog implements Beast { name: String! barks: Boolean }
      type Unicorn implements Beast @inaccessible { name: String! }
    `,
    posts: `
      type Query { latest: Post }
      type Mutation { publish: Int! retract: Int }
      type Person @key(fields: "id") { id: ID! posts(first: Int = 3): [Post!]! motto: String }
      type Post { title: String! likes: Int author: Person! }
    `,
  });
});

const ada = { __typename: "Person", id: "1", name: "Ada" };
const ben = { __typename: "Person", id: "2", name: "Ben" };

test("an entity that is at several places is asked about once, and told of at each", async () => {
  const { answer, calls } = await runScripted(graph, "{ people { name motto } }", {
    people: [{ data: { people: [ada, ben, ada] } }],
    posts: [{ data: { _entities: [{ motto: "Onward" }, { motto: null }] } }],
  });

  expect(calls[1]?.variables).toEqual({
    representations: [
      { __typename: "Person", id: "1" },
      { __typename: "Person", id: "2" },
    ],
  });
  expect(answer).toEqual({
    data: {
      people: [
        { name: "Ada", motto: "Onward" },
        { name: "Ben", motto: null },
        { name: "Ada", motto: "Onward" },
      ],
    },
  });
});

test("an error about an entity has the client's path at each place of the entity, and keeps its extensions", async () => {
  const { answer } = await runScripted(graph, "{ people { call: name says: motto } }", {
    people: [{ data: { people: [ada, ben, ada].map(({ name, ...rest }) => ({ ...rest, a_call: name })) } }],
    posts: [
      {
        data: { _entities: [{ a_says: null }, { a_says: "Hm" }] },
        errors: [
          new GraphQLError("Not today.", {
            path: ["_entities", 0, "a_says"],
            extensions: { code: "NO", until: 7 },
          }),
        ],
      },
    ],
  });

  const extensions = { code: "NO", until: 7, serviceName: "posts" };
  expect(answer.errors).toEqual([
    { message: "Not today.", path: ["people", 0, "says"], extensions },
    { message: "Not today.", path: ["people", 2, "says"], extensions },
  ]);
  expect(answer.data).toEqual({
    people: [
      { call: "Ada", says: null },
      { call: "Ben", says: "Hm" },
      { call: "Ada", says: null },
    ],
  });
});

test("a subgraph that cannot be reached costs its own fields, and each gap is explained", async () => {
  const { answer } = await runScripted(graph, "{ people { name motto } again: person { name } }", {
    people: [{ data: { people: [ada, ben], a_again: ada } }],
    posts: [() => Promise.reject(new Error("connect ECONNREFUSED 10.0.0.1:4001"))],
  });

  expect(answer).toEqual({
    data: {
      people: [
        { name: "Ada", motto: null },
        { name: "Ben", motto: null },
      ],
      again: { name: "Ada" },
    },
    errors: [
      {
        message: "Subgraph posts did not answer.",
        path: ["people"],
        extensions: { code: "DOWNSTREAM_SERVICE_ERROR", serviceName: "posts" },
      },
    ],
  });
});

test("an error without a path is about every root field that did not come, and no other", async () => {
  const text = "query ($no: Boolean!) { status one: person { name } person @include(if: $no) { name } }";
  const { answer } = await runScripted(
    graph,
    text,
    { people: [{ data: { status: "ON" }, errors: [{ message: "Too busy." }] }] },
    { variables: { no: false } },
  );

  expect(answer.data).toEqual({ status: "ON", one: null });
  expect(answer.errors?.map(({ message, path }) => [message, path])).toEqual([["Too busy.", ["one"]]]);
});

test.each([
  ["no answer at all", null],
  ["an answer that is no object", "503 Service Unavailable"],
  ["neither data nor errors", {}],
  ["data that is a list", { data: [] }],
])("a subgraph that gives %s is an error where its data should be", async (_, given) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a broken subgraph sends is of no type
  const { answer } = await runScripted(graph, "{ status person { name } }", { people: [given as never] });

  expect(answer.data).toEqual({ status: null, person: null });
  expect(answer.errors?.map(({ path }) => path)).toEqual([["status"], ["person"]]);
});

test.each([
  [{}],
  [{ _entities: null }],
  [{ _entities: [] }],
  [{ _entities: [{ motto: "A" }, { motto: "B" }] }],
])("a subgraph that answers %j about one entity is not taken at its word", async (data) => {
  const { answer } = await runScripted(graph, "{ person { name motto } }", {
    people: [{ data: { person: ada } }],
    posts: [{ data }],
  });

  expect(answer.data).toEqual({ person: { name: "Ada", motto: null } });
  expect(answer.errors?.map(({ path }) => path)).toEqual([["person"]]);
});

test("a null where none may be takes the nearest nullable place with it, and is told of once, there", async () => {
  const { answer } = await runScripted(graph, "{ person { name posts { title } } scores }", {
    people: [{ data: { person: ada, scores: [[1], [2, null]] } }],
    posts: [{ data: { _entities: [null] } }],
  });

  expect(answer.data).toEqual({ person: null, scores: null });
  expect(answer.errors).toEqual([
    {
      message: "Cannot return null for non-nullable field Person.posts.",
      path: ["person", "posts"],
      extensions: { code: "VALUE_MISSING" },
    },
    {
      message: "Cannot return null for non-nullable field Query.scores.",
      path: ["scores", 1, 1],
      extensions: { code: "VALUE_MISSING" },
    },
  ]);
});

test("a null up to the root leaves nothing", async () => {
  const { answer } = await runScripted(graph, "{ status people { name } }", {
    people: [{ data: { status: "ON", people: [ada, { ...ben, name: null }] } }],
  });

  expect(answer.data).toBeNull();
  expect(answer.errors?.map(({ path }) => path)).toEqual([["people", 1, "name"]]);
});

test("what a subgraph says of a null is not said again", async () => {
  const { answer } = await runScripted(graph, "{ person { name posts { title } } }", {
    people: [{ data: { person: ada } }],
    posts: [
      {
        data: { _entities: [null] },
        errors: [{ message: "Lost.", path: ["_entities", 0, "posts", 4, "title"] }],
      },
    ],
  });

  expect(answer.data).toEqual({ person: null });
  expect(answer.errors?.map(({ path }) => path)).toEqual([["person", "posts", 4, "title"]]);
});

test("an unrelated error does not keep a missing value from being told of", async () => {
  const { answer } = await runScripted(graph, "{ person { name nick posts { title } } }", {
    people: [
      { data: { person: { ...ada, nick: null } }, errors: [{ message: "Shy.", path: ["person", "nick"] }] },
    ],
    posts: [{ data: { _entities: [null] } }],
  });

  expect(answer.errors?.map(({ path }) => path)).toEqual([
    ["person", "nick"],
    ["person", "posts"],
  ]);
});

test.each([
  ["{ status }", { status: "BROKEN" }, { status: null }, ["status"]],
  ["{ status }", { status: "SECRET" }, { status: null }, ["status"]],
  ["{ scores }", { scores: 3 }, { scores: null }, ["scores"]],
  ["{ scores }", { scores: [["many"]] }, { scores: null }, ["scores", 0, 0]],
  ["{ person { nick } }", { person: "Ada" }, { person: null }, ["person"]],
  [
    "{ person { nick } }",
    { person: { nick: { no: "text" } } },
    { person: { nick: null } },
    ["person", "nick"],
  ],
  ["{ beast { name } }", { beast: { __typename: "Unicorn", name: "U" } }, { beast: null }, ["beast"]],
  ["{ beast { name } }", { beast: { __typename: "Person", name: "U" } }, { beast: null }, ["beast"]],
  ["{ beast { ... on Dog { barks } } }", { beast: { barks: true } }, { beast: null }, ["beast"]],
])(
  "%s given %j is null where it cannot be right, without telling what it was",
  async (text, given, data, path) => {
    const { answer } = await runScripted(graph, text, { people: [{ data: given }] });

    expect(answer.data).toEqual(data);
    expect(answer.errors?.map((error) => error.path)).toEqual([path]);
    expect(JSON.stringify(answer)).not.toMatch(/SECRET|Unicorn|BROKEN/);
  },
);

test("aliases may have any name there is", async () => {
  const text = `{ __proto__: person { constructor: name toString: nick hasOwnProperty: motto __typename: id } }`;
  const { answer } = await runScripted(graph, text, {
    people: [
      {
        data: {
          a___proto__: {
            __typename: "Person",
            id: "1",
            a_constructor: "Ada",
            a_toString: "A",
            a___typename: "1",
          },
        },
      },
    ],
    posts: [{ data: { _entities: [{ a_hasOwnProperty: "M" }] } }],
  });

  expect(JSON.stringify(answer)).toBe(
    `{"data":{"__proto__":{"constructor":"Ada","toString":"A","hasOwnProperty":"M","__typename":"1"}}}`,
  );
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("constructor_");
  expect(({} as Record<string, unknown>)["id"]).toBeUndefined();
});

test("an answer that carries __proto__ changes no object's prototype", async () => {
  const person: unknown = JSON.parse(
    `{"__typename":"Person","id":"1","name":"Ada","__proto__":{"nick":"Polluted"}}`,
  );
  const { answer } = await runScripted(graph, "{ person { name nick motto } }", {
    people: [{ data: { person } }],
    posts: [{ data: JSON.parse(`{"_entities":[{"motto":"M","__proto__":{"nick":"Polluted"}}]}`) as never }],
  });

  expect(answer.data).toEqual({ person: { name: "Ada", nick: null, motto: "M" } });
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test("introspection is answered from what clients may see, beside data and under variables", async () => {
  const text = `query ($of: String!) { status __typename s: __schema { queryType { name } } __type(name: $of) { ...values } nobody: __type(name: "Unicorn") { name } }
    fragment values on __Type { enumValues { name } }`;
  const { answer } = await runScripted(
    graph,
    text,
    { people: [{ data: { status: "OFF" } }] },
    { variables: { of: "Status" } },
  );

  expect(answer).toEqual({
    data: {
      status: "OFF",
      __typename: "Query",
      s: { queryType: { name: "Query" } },
      __type: { enumValues: [{ name: "ON" }, { name: "OFF" }] },
      nobody: null,
    },
  });
});

test("introspection alone asks no subgraph", async () => {
  const { answer, calls } = await runScripted(graph, "{ __schema { mutationType { name } } __typename }", {});

  expect(answer).toEqual({ data: { __schema: { mutationType: { name: "Mutation" } }, __typename: "Query" } });
  expect(calls).toEqual([]);
});

test("only variables that a fetch uses are sent, and one that is left out stays left out", async () => {
  const text =
    "query ($first: Int = 9, $__proto__: Int) { person { name posts(first: $first) { likes } p: posts(first: $__proto__) { likes } } }";
  const { calls } = await runScripted(
    graph,
    text,
    { people: [{ data: { person: ada } }], posts: [{ data: { _entities: [{ a_posts: [], a_p: [] }] } }] },
    { variables: JSON.parse(`{"__proto__":2,"unused":3}`) as never },
  );

  expect(calls[0]?.variables).toEqual({});
  expect(JSON.stringify(calls[1]?.variables)).toBe(
    `{"__proto__":2,"representations":[{"__typename":"Person","id":"1"}]}`,
  );
  expect(calls[1]?.query).toContain("$first:Int=9");
});

test("a client's own variable may have the name of the planner's", async () => {
  const text = "query ($representations: Int) { person { posts(first: $representations) { likes } } }";
  const { calls } = await runScripted(
    graph,
    text,
    { people: [{ data: { person: ada } }], posts: [{ data: { _entities: [{ a_posts: [] }] } }] },
    { variables: { representations: 2 } },
  );

  expect(calls[1]?.variables).toEqual({
    a_representations: 2,
    representations: [{ __typename: "Person", id: "1" }],
  });
});

test("a null that decides over what is included is refused, and a default decides when nothing is given", async () => {
  const text = "query ($yes: Boolean = true) { status @include(if: $yes) }";
  const script = { people: [{ data: { status: "ON" } }] };

  const refused = await runScripted(graph, text, script, { variables: { yes: null } });
  expect(refused.answer).toMatchObject({
    data: null,
    errors: [{ message: expect.stringContaining("$yes") }],
  });
  expect(refused.calls).toEqual([]);
  expect((await runScripted(graph, text, script)).answer).toEqual({ data: { status: "ON" } });
  expect((await runScripted(graph, text, script, { variables: { yes: false } })).answer).toEqual({
    data: {},
  });
});

test("a mutation that fails keeps the ones after it from being made", async () => {
  const { answer, calls } = await runScripted(graph, "mutation { publish first retract }", {
    posts: [{ data: null, errors: [{ message: "No.", path: ["publish"] }] }],
  });

  expect(calls.map(({ to }) => to)).toEqual(["posts"]);
  expect(answer.data).toBeNull();
  expect(answer.errors?.map(({ path }) => path)).toEqual([["publish"]]);
});

test("a mutation that may fail lets the ones after it be made, in the order they are written", async () => {
  const { answer, calls } = await runScripted(graph, "mutation { retract second publish third }", {
    posts: [
      { data: { retract: null }, errors: [{ message: "No.", path: ["retract"] }] },
      { data: { publish: 2 } },
    ],
    people: [{ data: { second: 1 } }, { data: { third: 3 } }],
  });

  expect(calls.map(({ query }) => query)).toEqual([
    "mutation{retract}",
    "mutation{second}",
    "mutation{publish}",
    "mutation{third}",
  ]);
  expect(answer.data).toEqual({ retract: null, second: 1, publish: 2, third: 3 });
});

test("an operation that is aborted is answered at once, with what there is and the reason for the rest", async () => {
  const controller = new AbortController();
  const { answer, calls } = await runScripted(
    graph,
    "{ people { name motto } }",
    {
      people: [{ data: { people: [ada] } }],
      posts: [
        () => {
          setTimeout(
            () => controller.abort(new GraphQLError("Out of time.", { extensions: { code: "TIMEOUT" } })),
            5,
          );
          return new Promise(() => {});
        },
      ],
    },
    { signal: controller.signal },
  );

  expect(calls).toHaveLength(2);
  expect(answer.data).toEqual({ people: [{ name: "Ada", motto: null }] });
  expect(answer.errors).toMatchObject([
    { message: "Out of time.", path: ["people"], extensions: { code: "TIMEOUT" } },
  ]);
});

test("an operation that was aborted before it began asks nobody", async () => {
  const { answer, calls } = await runScripted(graph, "{ status }", {}, { signal: AbortSignal.abort() });

  expect(calls).toEqual([]);
  expect(answer.data).toEqual({ status: null });
  expect(answer.errors?.map(({ path }) => path)).toEqual([["status"]]);
});

test("runs at the same time do not see each other", async () => {
  const operation = graph.compiler.compile(
    parse("query ($n: Int) { person { name posts(first: $n) { likes } } }"),
  );
  const run = async (n: number) =>
    await operation.run({
      variables: { n },
      fetch: async (to, { variables }) => {
        await new Promise((resolve) => setTimeout(resolve, 10 - n));
        const likes = variables["n"];
        return to === "people"
          ? { data: { person: ada } }
          : { data: { _entities: [{ a_posts: [{ likes }] }] } };
      },
    });

  const answers = await Promise.all([1, 2, 3, 4].map(run));
  expect(answers.map(({ data }) => data)).toEqual(
    [1, 2, 3, 4].map((likes) => ({ person: { name: "Ada", posts: [{ likes }] } })),
  );
});
