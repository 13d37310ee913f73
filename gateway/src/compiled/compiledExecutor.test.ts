import { anonymous } from "@wegraph/kit/principal";
import { expect, test } from "vitest";
import { openGraph } from "../testing/graph.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";

function open({ requestTimeoutMs = 5_000 } = {}) {
  const { links, operations } = openGraph([peopleSubgraph, shelfSubgraph], { requestTimeoutMs });
  const [people, shelf] = links;
  if (!people || !shelf) throw new Error("Two sources make two links.");
  const caller = { principal: anonymous, correlationId: "test-correlation", address: "127.0.0.1" };
  const run = (query: string, variables?: Record<string, unknown>) =>
    operations.run(operations.prepare({ query, variables }, anonymous), caller);
  return { people, shelf, operations, run };
}

test("an answer is put together from several subgraphs on behalf of the caller", async () => {
  const { run, shelf } = open();

  expect(await run("{ people { id: name books { title author { name signature } } } }")).toEqual({
    data: {
      people: [
        {
          id: "Ada",
          books: [{ title: "Analysis", author: { name: "Ada", signature: "-- ada@example.com" } }],
        },
        {
          id: "Ben",
          books: [{ title: "Brevity", author: { name: "Ben", signature: "-- ben@example.com" } }],
        },
      ],
    },
  });
  expect(shelf.calls[0]).toMatchObject({ principal: anonymous, correlationId: "test-correlation" });
});

test("a subgraph that is not reached is told of where its data is missing, without a word of the cause", async () => {
  const { run, shelf } = open();
  shelf.broken = true;

  const answer = await run(`{ best { id } person(id: "1") { name books { title } } }`);

  expect(answer.data).toEqual({ best: null, person: null });
  expect(answer.errors).toMatchObject([
    { path: ["best"], extensions: { code: "UNAVAILABLE", reason: "SUBGRAPH_UNREACHABLE" } },
    { path: ["person"], extensions: { code: "UNAVAILABLE", reason: "SUBGRAPH_UNREACHABLE" } },
  ]);
  expect(JSON.stringify(answer)).not.toMatch(/10\.0\.0\.1|serviceName/);
});

test("a refusal keeps its code and details, and a bug shows nothing of itself", async () => {
  const { run } = open();

  const refused = await run("mutation { it: fail }");
  expect(refused.errors).toMatchObject([{ path: ["it"], extensions: { code: "CONFLICT", which: "this" } }]);
  const failed = await run("{ it: failing }");
  expect(failed.errors).toMatchObject([{ path: ["it"], extensions: { code: "INTERNAL" } }]);
  expect(JSON.stringify(failed)).not.toContain("hunter2");
});

test("a reference whose entity is gone says so where it is missing", async () => {
  const { run } = open();

  const answer = await run("{ items(first: 3) { id ... on Film { director { id name } } } }");

  expect(answer.data).toEqual({ items: [{ id: "b1" }, { id: "b2" }, { id: "f1", director: null }] });
  expect(answer.errors).toMatchObject([
    {
      path: ["items", 2, "director", "name"],
      extensions: { code: "NOT_FOUND", reason: "REFERENCE_NOT_FOUND" },
    },
  ]);
});

test("an operation that takes too long is answered with what there is", async () => {
  const { run } = open({ requestTimeoutMs: 100 });

  const answer = await run("{ never best { id } }");

  expect(answer.data).toEqual({ never: null, best: { id: "b1" } });
  expect(answer.errors?.map(({ path, extensions }) => [path, extensions?.["code"]])).toContainEqual([
    ["never"],
    "TIMEOUT",
  ]);
});

test("what variables leave out is not fetched, and not answered", async () => {
  const { run, shelf } = open();
  const text = "query ($with: Boolean!) { people { id books @include(if: $with) { id } } }";

  expect(await run(text, { with: false })).toEqual({ data: { people: [{ id: "1" }, { id: "2" }] } });
  expect(shelf.calls).toEqual([]);
  expect(await run(text, { with: true })).toMatchObject({
    data: { people: [{ books: [{ id: "b1" }] }, {}] },
  });
});

test("a subscription's stream is asked of its owner, and each event completed by the others", async () => {
  const { operations, shelf } = open();
  const query = "subscription ($title: String) { read: bookRead(title: $title) { at reader { name } } }";
  const ready = operations.prepare({ query, variables: { title: "A" } }, anonymous);
  const stream = operations.streamable(ready, anonymous);

  expect(stream.primary).toMatchObject({ subgraph: shelf.name, variables: ["title"] });
  const request = {
    variables: ready.variables,
    principal: anonymous,
    correlationId: "c",
    address: "127.0.0.1",
    signal: new AbortController().signal,
  };
  const event = { data: { a_read: { at: 3, reader: { __typename: "Person", id: "1" } } } };
  expect(await stream.complete(event, request)).toEqual({
    data: { read: { at: 3, reader: { name: "Ada" } } },
  });
});
