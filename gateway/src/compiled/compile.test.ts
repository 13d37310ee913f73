import type { FetchNode, PlanNode } from "@apollo/query-planner";
import { OperationTypeNode, buildSchema, parse } from "graphql";
import { expect, test } from "vitest";
import { compile } from "./compile.ts";
import type { Fields } from "./row.ts";
import type { SubgraphAnswer } from "./types.ts";

/* Plans by hand: for what the planner makes of a schema only rarely, or under settings that we do not use. */

const schema = buildSchema(`
  type Query { shelf: [Item!] top: Item lamp(at: Int): Lamp }
  interface Item { id: ID! size: Int price: Int }
  type Book implements Item { id: ID! size: Int price: Int pages: Int }
  type Film implements Item { id: ID! size: Int price: Int }
  type Lamp { on: Boolean }
`);

function fetchNode(serviceName: string, operation: string, more: Partial<FetchNode> = {}): FetchNode {
  return {
    kind: "Fetch",
    serviceName,
    operation,
    operationName: undefined,
    operationKind: OperationTypeNode.QUERY,
    ...more,
  };
}

const entities = (selections: string) =>
  `query($representations:[_Any!]!){_entities(representations:$representations){${selections}}}`;

function requires(type: string, ...names: string[]): NonNullable<FetchNode["requires"]> {
  const selections = ["__typename", ...names].map((name) => ({ kind: "Field" as const, name }));
  return [{ kind: "InlineFragment", typeCondition: type, selections }];
}

async function run(
  text: string,
  node: PlanNode,
  answers: Record<string, SubgraphAnswer[]>,
  variables: Fields = {},
) {
  const operation = compile({
    plan: { kind: "QueryPlan", node },
    document: parse(text),
    apiSchema: schema,
    supergraphSchema: schema,
  });
  const sent: Fields[] = [];
  const answer = await operation.run({
    variables,
    fetch: async (subgraph, call) => {
      sent.push(call.variables);
      return answers[subgraph]?.shift() ?? { data: null };
    },
  });
  return { answer, sent };
}

const book = (id: string) => ({ __typename: "Book", id });
const film = (id: string) => ({ __typename: "Film", id });

test("a fetch may be for objects of some types only", async () => {
  const node: PlanNode = {
    kind: "Sequence",
    nodes: [
      fetchNode("a", "{shelf{__typename id}}"),
      {
        kind: "Flatten",
        path: ["", "shelf", "@|[Film]"],
        node: fetchNode("b", entities("...on Item{size}"), { requires: requires("Item", "id") }),
      },
    ],
  };

  const { answer, sent } = await run("{ shelf { id size } }", node, {
    a: [{ data: { shelf: [book("1"), film("2"), book("3")] } }],
    b: [{ data: { _entities: [{ size: 4 }] } }],
  });

  expect(sent[1]?.["representations"]).toEqual([film("2")]);
  expect(answer.data).toEqual({
    shelf: [
      { id: "1", size: null },
      { id: "2", size: 4 },
      { id: "3", size: null },
    ],
  });
});

test("what is sent is rewritten as the plan says, and what is known stays as it was", async () => {
  const node: PlanNode = {
    kind: "Sequence",
    nodes: [
      fetchNode("a", "{top{__typename id size}}"),
      {
        kind: "Flatten",
        path: ["top"],
        node: fetchNode("b", entities("...on Item{price}"), {
          requires: requires("Item", "id", "size"),
          inputRewrites: [
            { kind: "ValueSetter", path: ["... on Item", "__typename"], setValueTo: "Item" },
            { kind: "KeyRenamer", path: ["... on Item", "size"], renameKeyTo: "bulk" },
            { kind: "ValueSetter", path: ["... on Lamp", "id"], setValueTo: "not for this one" },
          ],
        }),
      },
    ],
  };

  const { answer, sent } = await run("{ top { __typename size price } }", node, {
    a: [{ data: { top: { ...book("1"), size: 0 } } }],
    b: [{ data: { _entities: [{ __typename: "Item", price: 3 }] } }],
  });

  expect(sent[1]?.["representations"]).toEqual([{ __typename: "Item", id: "1", bulk: 0 }]);
  expect(answer).toEqual({ data: { top: { __typename: "Book", size: 0, price: 3 } } });
});

test("what was received under the planner's aliases gets its own names, whatever it is", async () => {
  const node = fetchNode(
    "a",
    "{shelf{__typename ...on Book{size price}...on Film{size__alias_0:size price__alias_0:price}}}",
    {
      outputRewrites: [
        { kind: "KeyRenamer", path: ["shelf", "... on Film", "size__alias_0"], renameKeyTo: "size" },
        { kind: "KeyRenamer", path: ["shelf", "... on Film", "price__alias_0"], renameKeyTo: "price" },
      ],
    },
  );

  const { answer } = await run("{ shelf { size price } }", node, {
    a: [
      {
        data: {
          shelf: [
            { __typename: "Book", size: 1, price: 2 },
            { __typename: "Film", size__alias_0: 0, price__alias_0: null },
          ],
        },
        errors: [{ message: "Free?", path: ["shelf", 1, "price__alias_0"] }],
      },
    ],
  });

  expect(answer.data).toEqual({
    shelf: [
      { size: 1, price: 2 },
      { size: 0, price: null },
    ],
  });
  expect(answer.errors?.map(({ path }) => path)).toEqual([["shelf", 1, "price"]]);
});

test.each([
  [true, { top: { id: "1", size: 5 } }],
  [false, { top: { id: "1" }, lamp: { on: true } }],
])("a condition of the plan that is %s runs its own branch only", async (big, data) => {
  const node: PlanNode = {
    kind: "Sequence",
    nodes: [
      fetchNode("a", "{top{__typename id}}"),
      {
        kind: "Condition",
        condition: "big",
        ifClause: {
          kind: "Flatten",
          path: ["top"],
          node: fetchNode("b", entities("...on Item{size}"), { requires: requires("Item", "id") }),
        },
        elseClause: fetchNode("c", "{lamp{on}}"),
      },
    ],
  };
  const text = "query ($big: Boolean!) { top { id size @include(if: $big) } lamp @skip(if: $big) { on } }";

  const { answer, sent } = await run(
    text,
    node,
    {
      a: [{ data: { top: book("1") } }],
      b: [{ data: { _entities: [{ size: 5 }] } }],
      c: [{ data: { lamp: { on: true } } }],
    },
    { big },
  );

  expect(answer).toEqual({ data });
  expect(sent).toHaveLength(2);
});

test("a later answer about the same adds to it, and a null in it takes nothing away", async () => {
  const node: PlanNode = {
    kind: "Parallel",
    nodes: [
      fetchNode("a", "{shelf{__typename id size} top{id}}"),
      fetchNode("b", "{shelf{price size} top{id}}"),
    ],
  };

  const { answer } = await run("{ shelf { id size price } top { id } }", node, {
    a: [{ data: { shelf: [book("1"), { ...film("2"), size: 2 }], top: book("9") } }],
    b: [
      {
        data: {
          shelf: [
            { price: 3, size: null },
            { price: 4, size: null },
          ],
          top: null,
        },
      },
    ],
  });

  expect(answer.data).toEqual({
    shelf: [
      { id: "1", size: null, price: 3 },
      { id: "2", size: 2, price: 4 },
    ],
    top: { id: "9" },
  });
});

test("an interface's name, from where it is an object type, does not replace the type an object has", async () => {
  const node: PlanNode = {
    kind: "Sequence",
    nodes: [
      fetchNode("a", "{top{__typename id}}"),
      {
        kind: "Flatten",
        path: ["top"],
        node: fetchNode("b", entities("...on Item{__typename price}"), { requires: requires("Item", "id") }),
      },
    ],
  };

  const { answer } = await run("{ top { __typename price ... on Book { pages } } }", node, {
    a: [{ data: { top: book("1") } }],
    b: [{ data: { _entities: [{ __typename: "Item", price: 1 }] } }],
  });

  expect(answer.data).toEqual({ top: { __typename: "Book", price: 1, pages: null } });
});

test("an object whose type nobody could tell is null where its type decides what it has", async () => {
  const node = fetchNode("b", "{top{__typename id price}}");
  const answers = () => ({ b: [{ data: { top: { __typename: "Item", id: "1", price: 2 } } }] });

  expect((await run("{ top { id price } }", node, answers())).answer).toEqual({
    data: { top: { id: "1", price: 2 } },
  });
  const { answer } = await run("{ top { price ... on Book { pages } } }", node, answers());
  expect(answer.data).toEqual({ top: null });
  expect(answer.errors?.map(({ path }) => path)).toEqual([["top"]]);
});

test("an object is asked about only with all inputs: none of it is computed from less", async () => {
  const nested: FetchNode["requires"] = [
    {
      kind: "InlineFragment",
      typeCondition: "Book",
      selections: [
        { kind: "Field", name: "__typename" },
        { kind: "Field", name: "id" },
        { kind: "Field", name: "parts", selections: [{ kind: "Field", name: "w" }] },
      ],
    },
  ];
  const node: PlanNode = {
    kind: "Sequence",
    nodes: [
      fetchNode("a", "{shelf{__typename id size parts{w}}}"),
      {
        kind: "Parallel",
        nodes: [
          {
            kind: "Flatten",
            path: ["shelf", "@"],
            node: fetchNode("b", entities("...on Item{price}"), { requires: requires("Item", "id", "size") }),
          },
          {
            kind: "Flatten",
            path: ["shelf", "@"],
            node: fetchNode("c", entities("...on Book{pages}"), { requires: nested }),
          },
        ],
      },
    ],
  };

  const { answer, sent } = await run("{ shelf { price ... on Book { pages } } }", node, {
    a: [
      {
        data: {
          shelf: [
            { ...book("1"), size: 1, parts: [[{ w: 1 }], null] },
            { ...book("2"), parts: [[{ w: 1 }], [{}]] },
            { ...book("3"), size: null, parts: null },
          ],
        },
      },
    ],
    b: [{ data: { _entities: [{ price: 1 }, { price: 3 }] } }],
    c: [{ data: { _entities: [{ pages: 10 }, { pages: 30 }] } }],
  });

  expect(sent.slice(1).map((variables) => variables["representations"])).toEqual([
    [
      { ...book("1"), size: 1 },
      { ...book("3"), size: null },
    ],
    [
      { ...book("1"), parts: [[{ w: 1 }], null] },
      { ...book("3"), parts: null },
    ],
  ]);
  expect(answer.data).toEqual({
    shelf: [
      { price: 1, pages: 10 },
      { price: null, pages: null },
      { price: 3, pages: 30 },
    ],
  });
});

test("a fetch that the plan puts before the one that gives its inputs is made when they are there", async () => {
  const onShelf = (fetch: FetchNode): PlanNode => ({ kind: "Flatten", path: ["shelf", "@"], node: fetch });
  const node: PlanNode = {
    kind: "Sequence",
    nodes: [
      fetchNode("a", "{shelf{__typename id}}"),
      onShelf(fetchNode("b", entities("...on Item{price}"), { requires: requires("Item", "id", "size") })),
      onShelf(fetchNode("c", entities("...on Item{size}"), { requires: requires("Item", "id") })),
    ],
  };

  const { answer, sent } = await run("{ shelf { price size } }", node, {
    a: [{ data: { shelf: [book("1"), film("2")] } }],
    b: [{ data: { _entities: [{ price: 9 }] } }],
    c: [{ data: { _entities: [{ size: 5 }, null] } }],
  });

  expect(sent[2]?.["representations"]).toEqual([{ ...book("1"), size: 5 }]);
  expect(answer.data).toEqual({
    shelf: [
      { price: 9, size: 5 },
      { price: null, size: null },
    ],
  });
});

test("a plan with what is not understood is refused when it is compiled", () => {
  const options = { document: parse("{ top { id } }"), apiSchema: schema, supergraphSchema: schema };
  const setter = { kind: "ValueSetter" as const, path: ["top", "id"], setValueTo: 1 };
  const node = fetchNode("a", "{top{id}}", { outputRewrites: [setter] });

  expect(() => compile({ ...options, plan: { kind: "QueryPlan", node } })).toThrow(/ValueSetter/);
  expect(() =>
    compile({ ...options, plan: { kind: "QueryPlan", node: { kind: "Defer", primary: {}, deferred: [] } } }),
  ).toThrow(/@defer/);
  expect(() => compile({ ...options, operationName: "Missing", plan: { kind: "QueryPlan" } })).toThrow(
    /Missing/,
  );
});

test("aliases as the client wrote them are as safe as any", async () => {
  const node = fetchNode("a", "{__proto__:top{__typename constructor:id}}");
  const data: unknown = JSON.parse(`{"__proto__":{"__typename":"Book","constructor":"1"}}`);

  const { answer } = await run("{ __proto__: top { constructor: id toString: size } }", node, {
    a: [{ data: data as Fields }],
  });

  expect(JSON.stringify(answer)).toBe(`{"data":{"__proto__":{"constructor":"1","toString":null}}}`);
});
