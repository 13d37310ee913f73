import { Kind, buildSchema, parse } from "graphql";
import { expect, test } from "vitest";
import { cacheControlSdl } from "@wegraph/kit/cacheControl";
import { AccessMap } from "../access/accessMap.ts";
import { checkOperation } from "../document/operation.ts";
import { readCacheHints } from "./cacheHints.ts";
import { cachePolicyOf } from "./cachePolicy.ts";

const sdl = `
  ${cacheControlSdl.slice(cacheControlSdl.indexOf("directive"))}
  type Query {
    book: Book @cacheControl(maxAge: 60)
    own: Book @cacheControl(maxAge: 60, scope: PRIVATE)
    shelf: Shelf
    count: Int @cacheControl(maxAge: 10)
    now: Int
    item: Item @cacheControl(maxAge: 100)
    thing: Thing @cacheControl(maxAge: 100)
  }
  type Mutation { count: Int @cacheControl(maxAge: 10) }
  type Book { id: ID! author: Person inherited: Person @cacheControl(inheritMaxAge: true) live: Int @cacheControl(maxAge: 0) }
  type Person { name: String brief: String @cacheControl(maxAge: 5) }
  type Shelf @cacheControl(maxAge: 30) { books: [Book!]! @cacheControl(maxAge: 20) }
  interface Item { id: ID! title: String }
  type Film implements Item { id: ID! title: String @cacheControl(maxAge: 7) }
  type Song implements Item { id: ID! title: String }
  union Thing = Private | Song
  type Private @cacheControl(maxAge: 40, scope: PRIVATE) { id: ID! }
`;
const schema = buildSchema(sdl);
const hints = readCacheHints(parse(sdl));

function policyOf(query: string) {
  const document = parse(query);
  const [definition] = document.definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error("The operation comes first.");
  return cachePolicyOf(checkOperation("o", document, definition, schema, new AccessMap()), schema, hints);
}

test.each<[what: string, query: string, maxAgeSeconds: number | null]>([
  ["a scalar is as fresh as its object", "{ book { id } }", 60],
  ["the shortest counts", "{ book { id } count }", 10],
  ["one field without a rule forbids it all", "{ book { id } now }", null],
  ["objects without a rule forbid it", "{ book { author { name } } }", null],
  ["unless they say that they inherit", "{ book { inherited { name } } }", 60],
  ["a scalar may be shorter than its object", "{ book { inherited { brief } } }", 5],
  ["0 forbids it", "{ book { live } }", null],
  ["a type's rule holds where its field has none", "{ shelf { books { id } } }", 20],
  ["of an interface the shortest of all types counts", "{ item { title } }", 7],
  ["in fragments as well", "{ ...f } fragment f on Query { book { id ... on Book { live } } }", null],
  [
    "fields under a condition count as selected",
    "{ book { id } now @skip(if: true) count @include(if: false) book { id live @skip(if: false) } }",
    null,
  ],
  ["introspection is not cached", "{ book { id } __schema { description } }", null],
  ["__typename is no obstacle", "{ __typename book { __typename } }", 60],
  ["a mutation is not cached", "mutation { count }", null],
])("%s", (_what, query, maxAgeSeconds) => {
  expect(policyOf(query)?.maxAgeSeconds ?? null).toBe(maxAgeSeconds);
});

test("one private field makes the answer private, of a type that could stand there too", () => {
  expect(policyOf("{ book { id } }")?.isPrivate).toBe(false);
  expect(policyOf("{ own { id } count }")?.isPrivate).toBe(true);
  expect(policyOf("{ thing { ... on Private { id } } }")?.isPrivate).toBe(true);
});

test("every type that can be shown is named, those behind interfaces too", () => {
  expect(policyOf("{ book { inherited { name } } item { id } }")?.types).toEqual([
    "Book",
    "Film",
    "Item",
    "Person",
    "Song",
  ]);
});
