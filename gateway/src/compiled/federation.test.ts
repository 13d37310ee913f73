import { anonymous } from "@wegraph/kit/principal";
import { expect, test } from "vitest";
import { openGraph, userWith } from "../testing/graph.ts";
import { peopleSubgraph, shelfSubgraph } from "../testing/shop.ts";

const open = () => openGraph([peopleSubgraph, shelfSubgraph]);

test("an answer is put together from several subgraphs on the caller's behalf, under its aliases", async () => {
  const { run, calls } = open();

  const answer = await run(`{
    everyone: people { called: name wrote: books { heading: title author { called: name } } }
  }`);

  expect(answer).toEqual({
    data: {
      everyone: [
        { called: "Ada", wrote: [{ heading: "Analysis", author: { called: "Ada" } }] },
        { called: "Ben", wrote: [{ heading: "Brevity", author: { called: "Ben" } }] },
      ],
    },
  });
  for (const call of calls())
    expect(call).toMatchObject({ principal: anonymous, correlationId: "test-correlation" });
});

test("fragments on interfaces and unions give each object its own fields", async () => {
  const { run } = open();

  const answer = await run(`
    query { items { __typename ...itemFields } media { ... on Film { minutes } ... on Book { pages author { name } } } }
    fragment itemFields on Item { id title ... on Book { ...bookFields } ... on Film { director { id } } }
    fragment bookFields on Book { pages blurb(short: false) }
  `);

  expect(answer.data).toEqual({
    items: [
      { __typename: "Book", id: "b1", title: "Analysis", pages: 300, blurb: "Analysis" },
      { __typename: "Book", id: "b2", title: "Brevity", pages: 12, blurb: "Brevity" },
      { __typename: "Film", id: "f1", title: "Cinema", director: { id: "9" } },
    ],
    media: [{ minutes: 90 }, { pages: 300, author: { name: "Ada" } }, { pages: 12, author: { name: "Ben" } }],
  });
});

test.each([
  [
    { a: true, b: false },
    {
      people: [
        { id: "1", name: "Ada" },
        { id: "2", name: "Ben" },
      ],
    },
  ],
  [{ a: false, b: false }, { people: [{ id: "1" }, { id: "2" }] }],
  [{ a: false, b: true }, {}],
])("@include and @skip decide what is fetched and answered: %o", async (variables, data) => {
  const { run } = open();

  const answer = await run(
    `query ($a: Boolean!, $b: Boolean! = false) { people @skip(if: $b) { id name @include(if: $a) } }`,
    { variables },
  );

  expect(answer).toEqual({ data });
});

test("what variables leave out is not fetched", async () => {
  const { run, links } = open();
  const text = "query ($with: Boolean!) { people { id books @include(if: $with) { id } } }";
  const asked = () => links[1]?.calls.length;

  expect(await run(text, { variables: { with: false } })).toEqual({
    data: { people: [{ id: "1" }, { id: "2" }] },
  });
  expect(asked()).toBe(0);
  expect(await run(text, { variables: { with: true } })).toMatchObject({
    data: { people: [{ books: [{ id: "b1" }] }, {}] },
  });
  expect(asked()).toBe(1);
});

test("a field that needs another subgraph's field gets it", async () => {
  const { run } = open();

  expect(await run(`{ person(id: "2") { signature manager { signature } } }`)).toEqual({
    data: { person: { signature: "-- ben@example.com", manager: { signature: "-- ada@example.com" } } },
  });
});

test("defaults hold where a variable or argument is left out", async () => {
  const { run } = open();

  expect(await run(`query ($n: Int = 1) { people(first: $n) { id } best { blurb } }`)).toEqual({
    data: { people: [{ id: "1" }], best: { blurb: "A" } },
  });
});

test("mutations run in the order they are written, also across subgraphs' other fields", async () => {
  const { run } = open();

  const answer = await run(
    `mutation { first: log(word: "one") rename(id: "1", name: "Adele") { name books { title } } second: log(word: "two") }`,
  );

  expect(answer.data).toEqual({
    first: ["one"],
    rename: { name: "Adele", books: [{ title: "Analysis" }] },
    second: ["one", "two"],
  });
});

test("a refusal keeps its code, reason, details and path, and is masked of everything else", async () => {
  const { run } = open();

  const answer = await run(`mutation { it: fail }`);

  expect(answer.data).toBeNull();
  expect(answer.errors).toMatchObject([
    {
      message: "It is there already.",
      path: ["it"],
      extensions: {
        code: "CONFLICT",
        reason: "ALREADY_THERE",
        which: "this",
        correlationId: "test-correlation",
      },
    },
  ]);
  expect(JSON.stringify(answer)).not.toContain("serviceName");
});

test("a bug in a subgraph reaches the caller as INTERNAL at its path and nothing of it", async () => {
  const { run } = open();

  const answer = await run(`{ failing people { id } }`);

  expect(answer.data).toEqual({ failing: null, people: [{ id: "1" }, { id: "2" }] });
  expect(answer.errors).toMatchObject([{ path: ["failing"], extensions: { code: "INTERNAL" } }]);
  expect(JSON.stringify(answer)).not.toMatch(/hunter2|people"?:? ?"?serviceName/);
});

test("a subgraph that does not answer leaves the rest of the answer standing", async () => {
  const { run, links } = open();
  const [, shelf] = links;
  if (shelf) shelf.broken = true;

  const answer = await run(`{ items { id } best { id } people { name signature } person(id: "1") { name } }`);

  expect(answer.errors?.map(({ path, extensions }) => [path, extensions?.["code"]])).toEqual(
    expect.arrayContaining([
      [["items"], "UNAVAILABLE"],
      [["best"], "UNAVAILABLE"],
      [["people"], "UNAVAILABLE"],
    ]),
  );
  expect(JSON.stringify(answer)).not.toContain("10.0.0.1");
});

test("what a broken subgraph owned is null and what others own is there", async () => {
  const { run, links } = open();
  const [, shelf] = links;
  if (shelf) shelf.broken = true;

  const answer = await run(
    `{ best { id } person(id: "1") { name } author: person(id: "1") { name books { title } } }`,
  );

  expect(answer.data).toEqual({ best: null, person: { name: "Ada" }, author: null });
  const unreachable = { code: "UNAVAILABLE", reason: "SUBGRAPH_UNREACHABLE" };
  expect(answer.errors).toMatchObject([
    { path: ["best"], extensions: unreachable },
    { path: ["author"], extensions: unreachable },
  ]);
});

test("an operation that takes too long is answered with what there is", async () => {
  const { run } = openGraph([peopleSubgraph, shelfSubgraph], { requestTimeoutMs: 100 });

  const answer = await run("{ never best { id } }");

  expect(answer.data).toEqual({ never: null, best: { id: "b1" } });
  expect(answer.errors).toMatchObject([{ path: ["never"], extensions: { code: "TIMEOUT" } }]);
});

test("a reference whose entity is gone is null as far up as it must be, and says so", async () => {
  const { run } = open();

  const answer = await run(`{ items(first: 3) { id ... on Film { director { id name books { id } } } } }`);

  expect(answer.data).toEqual({ items: [{ id: "b1" }, { id: "b2" }, { id: "f1", director: null }] });
  expect(answer.errors).toMatchObject([
    {
      path: ["items", 2, "director", "name"],
      extensions: { code: "NOT_FOUND", reason: "REFERENCE_NOT_FOUND" },
    },
  ]);
});

test("a subscription's stream is asked of its owner, and each event completed by the others", async () => {
  const { operations } = open();
  const query = "subscription ($title: String) { read: bookRead(title: $title) { at reader { name } } }";
  const ready = operations.prepare({ query, variables: { title: "A" } }, anonymous);
  const stream = operations.streamable(ready, anonymous);

  expect(stream.primary).toMatchObject({ subgraph: "shelf", variables: ["title"] });
  const event = { data: { a_read: { at: 3, reader: { __typename: "Person", id: "1" } } } };
  const request = {
    variables: ready.variables,
    principal: anonymous,
    correlationId: "c",
    signal: new AbortController().signal,
  };
  expect(await stream.complete(event, request)).toEqual({
    data: { read: { at: 3, reader: { name: "Ada" } } },
  });
});

test("introspection is answered by the gateway without asking a subgraph", async () => {
  const { run, calls } = openGraph([peopleSubgraph, shelfSubgraph], { introspection: "EVERYONE" });

  const answer = await run(`{ __type(name: "Person") { fields { name } } __typename }`);

  expect(answer.data).toEqual({
    __type: { fields: ["id", "name", "email", "manager", "books", "signature"].map((name) => ({ name })) },
    __typename: "Query",
  });
  expect(calls()).toEqual([]);
});

test("an inaccessible field cannot be reached from outside, and its subgraph answers it directly", async () => {
  const { run, links } = open();
  const principal = userWith();

  expect(() => run("{ _secretDoor }")).toThrow(/Cannot query field/);
  expect(() => run(`{ person(id: "1") { hidden } }`)).toThrow(/Cannot query field/);
  const direct = await links[0]?.execute({ query: "{ _secretDoor }", principal, correlationId: "c" });
  expect(direct?.data).toEqual({ _secretDoor: "open" });
});

test("fragments nested through wider types lose none of their fields", async () => {
  const { run } = open();
  const title = { title: "Analysis" };

  expect(await run(`{ best { ... on Item { ... on Book { title } } } }`)).toEqual({ data: { best: title } });
  expect(
    await run(`{ best { ...a } } fragment a on Media { ...b } fragment b on Item { ... on Book { title } }`),
  ).toEqual({
    data: { best: title },
  });
  expect(
    await run(`{ item(id: "b1") { ... on Media { ... on Book { pages } ... on Film { minutes } } } }`),
  ).toEqual({
    data: { item: { pages: 300 } },
  });
});

test("an alias that is called like another field is neither taken for it nor answered with it", async () => {
  const { run } = open();

  expect(await run(`{ people { id: name books { title } } }`)).toEqual({
    data: {
      people: [
        { id: "Ada", books: [{ title: "Analysis" }] },
        { id: "Ben", books: [{ title: "Brevity" }] },
      ],
    },
  });
  expect(await run(`{ person(id: "1") { email: name signature name: email } }`)).toEqual({
    data: { person: { email: "Ada", signature: "-- ada@example.com", name: "ada@example.com" } },
  });
  const failed = await run(
    `{ best { id: title author { hidden: books { pages: title } } } whoAmI: failing }`,
  );
  expect(failed.data).toEqual({
    best: { id: "Analysis", author: { hidden: [{ pages: "Analysis" }] } },
    whoAmI: null,
  });
  expect(failed.errors).toMatchObject([{ path: ["whoAmI"] }]);

  const missing = await run(`{ media { ... on Film { author: minutes id: director { name } } } }`);
  expect(missing.errors).toMatchObject([{ path: ["media", 0, "id", "name"] }]);
});

test("a variable called like one of the planner's own is refused", () => {
  const { run } = open();
  const query = `query ($representations: ID!) { person(id: $representations) { name books { title } } }`;

  expect(() => run(query, { variables: { representations: "1" } })).toThrow(
    /cannot be called representations/,
  );
});
