import { expect, test } from "vitest";
import { openGraph } from "../testing/graph.ts";
import type { SubgraphSource } from "../testing/graph.ts";

const library: SubgraphSource = {
  name: "library",
  sdl: `
    type Query { novel: Work!  poem: Work!  anonymous: Work!  works: [Work!]! }
    type Work { title: String! writer: Person! editor: Person! translators: [Person!]! }
    type Person @key(fields: "id", resolvable: false) { id: ID! }
  `,
  resolvers: {
    Query: {
      novel: () => work("Novel", "1", "2", ["3", "1"]),
      poem: () => work("Poem", "2", "1", ["2"]),
      anonymous: () => work("Anonymous", "ghost", "2", []),
      works: () => [work("Novel", "1", "2", []), work("Poem", "2", "3", [])],
    },
  },
};

function work(title: string, writer: string, editor: string, translators: string[]) {
  return {
    title,
    writer: { id: writer },
    editor: { id: editor },
    translators: translators.map((id) => ({ id })),
  };
}

const people: SubgraphSource = {
  name: "people",
  sdl: `type Query { nobody: Person } type Person @key(fields: "id") { id: ID! name(upper: Boolean): String! town: String }`,
  resolvers: {
    Person: {
      __resolveReference: async ({ id }: { id: string }) => {
        if (id === "ghost") throw new Error("there are no ghosts");
        return { id, town: `Town of ${id}` };
      },
      name: ({ id }: { id: string }, { upper }: { upper?: boolean }) =>
        upper ? `PERSON ${id}` : `Person ${id}`,
    },
  },
};

function open() {
  const graph = openGraph([library, people]);
  const asked = () =>
    (graph.links[1]?.calls ?? []).map(({ variables }) =>
      ((variables?.["representations"] as { id: string }[] | undefined) ?? []).map(({ id }) => id),
    );
  return { ...graph, asked };
}

test("fetches of the same fields for different places are one call, with each entity once", async () => {
  const { run, asked } = open();

  const { data, errors } = await run(
    `{ novel { writer { name } editor { name } translators { name } } poem { writer { name } editor { name } } }`,
  );

  expect(errors).toBeUndefined();
  expect(data).toEqual({
    novel: {
      writer: { name: "Person 1" },
      editor: { name: "Person 2" },
      translators: [{ name: "Person 3" }, { name: "Person 1" }],
    },
    poem: { writer: { name: "Person 2" }, editor: { name: "Person 1" } },
  });
  expect(asked()).toHaveLength(1);
  expect(asked()[0]?.toSorted()).toEqual(["1", "2", "3"]);
});

test("fetches of other fields, or with other arguments, stay calls of their own", async () => {
  const { run, asked } = open();

  const { data } = await run(
    `query ($up: Boolean) { novel { writer { name } editor { name(upper: $up) } } poem { writer { town } } }`,
    { variables: { up: true } },
  );

  expect(data).toEqual({
    novel: { writer: { name: "Person 1" }, editor: { name: "PERSON 2" } },
    poem: { writer: { town: "Town of 2" } },
  });
  expect(asked()).toHaveLength(3);
});

test("an entity that fails costs the places where it is, and no other place of the same call", async () => {
  const { run, asked } = open();

  const { data, errors } = await run(
    `{ anonymous { title editor { town } writer { town } } works { editor { town } } novel { writer { town } } }`,
  );

  expect(data).toEqual({
    anonymous: { title: "Anonymous", editor: { town: "Town of 2" }, writer: { town: null } },
    works: [{ editor: { town: "Town of 2" } }, { editor: { town: "Town of 3" } }],
    novel: { writer: { town: "Town of 1" } },
  });
  expect(errors?.map(({ path }) => path)).toEqual([["anonymous", "writer"]]);
  expect(asked()).toHaveLength(1);
});

test("a subgraph that does not answer is told of at every place the call was for", async () => {
  const { run, links } = open();
  const [, peopleLink] = links;
  if (peopleLink) peopleLink.broken = true;

  const { data, errors } = await run(
    `{ novel { writer { town } editor { town } } works { editor { town } } }`,
  );

  expect(data).toEqual({
    novel: { writer: { town: null }, editor: { town: null } },
    works: [{ editor: { town: null } }, { editor: { town: null } }],
  });
  expect(errors?.map(({ path }) => path?.join(".")).toSorted()).toEqual([
    "novel.editor",
    "novel.writer",
    "works",
  ]);
  expect(peopleLink?.calls).toHaveLength(1);
});
