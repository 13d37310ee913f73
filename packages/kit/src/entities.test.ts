import { buildSubgraphSchema } from "@apollo/subgraph";
import { graphql, parse } from "graphql";
import { expect, test } from "vitest";
import { answerEntitiesDirectly } from "./entities.ts";

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { nothing: Int }
  type Book @key(fields: "id") { id: ID! title: String }
  type Shelf @key(fields: "id") { id: ID! }
  interface Thing @key(fields: "id") { id: ID! }
  type Lamp implements Thing @key(fields: "id") { id: ID! }
`);

const titleOf = ({ id }: { id: string }): unknown => {
  const book = { id, title: `Book ${id}` };
  switch (id) {
    case "none":
      return null;
    case "later":
      return Promise.resolve(book);
    case "never":
      return Promise.resolve(null);
    case "lazy":
      // oxlint-disable-next-line unicorn/no-thenable -- as those of a database client
      return { then: (take: (found: object) => unknown) => Promise.resolve(book).then(take) };
    case "lost":
      return Promise.reject(new Error("The book is lost."));
    case "named":
      return { ...book, __typename: "Novel" };
    default:
      return Object.create({}, Object.getOwnPropertyDescriptors(book)) as object;
  }
};

function schema() {
  const resolvers = {
    Book: { __resolveReference: titleOf },
    Thing: { __resolveReference: ({ id }: { id: string }) => ({ __typename: "Lamp", id }) },
  };
  return buildSubgraphSchema({ typeDefs, resolvers });
}

const asked = `query ($of: [_Any!]!) { _entities(representations: $of) {
  __typename ... on Book { id title } ... on Shelf { id } ... on Lamp { id }
} }`;

const book = (id: string) => ({ __typename: "Book", id });
test.each([
  ["at once, later, or not at all", ["1", "later", "lazy", "none", "never", "named"].map(book)],
  ["also some that fail", [book("1"), book("lost"), book("later")]],
  ["by their reference alone", [{ __typename: "Shelf", id: "7" }]],
  ["by an interface", [{ __typename: "Thing", id: "7" }, book("1")]],
  ["of a type that is not there", [{ __typename: "Ghost", id: "7" }, book("1")]],
])("entities are answered as by Apollo's own resolver: %s", async (_, of) => {
  const direct = schema();
  answerEntitiesDirectly(direct);
  const answer = (each: typeof direct) => graphql({ schema: each, source: asked, variableValues: { of } });
  const [ours, apollos] = await Promise.all([direct, schema()].map(answer));
  expect(JSON.parse(JSON.stringify(ours))).toEqual(JSON.parse(JSON.stringify(apollos)));
  expect(JSON.stringify(ours)).toContain("_entities");
});

test("a schema without entities stays as it is", () => {
  const plain = buildSubgraphSchema({ typeDefs: parse("type Query { nothing: Int }") });
  expect(() => answerEntitiesDirectly(plain)).not.toThrow();
});
