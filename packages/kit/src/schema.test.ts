import "reflect-metadata";
import { pino } from "pino";
import {
  Arg,
  Args,
  Field,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Subscription,
  Directive,
  Root,
} from "type-graphql";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { Requires, SignedIn } from "./access.ts";
import { notFound } from "./errors.ts";
import { LocalSubgraph } from "./localSubgraph.ts";
import { PageArgs } from "./page.ts";
import { anonymous } from "./principal.ts";
import type { Principal } from "./principal.ts";
import { buildSubgraph } from "./schema.ts";
import { isStream } from "./subgraph.ts";
import { text, uuid } from "./validate.ts";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A book." })
class Book {
  @Field(() => ID) id: string;
  @Field(() => String) title: string;
  @Requires("book:audit")
  @Field(() => String, { nullable: true, description: "Who moved it." })
  trail: string | null;
}

@InputType()
class AddBookInput {
  static readonly rules = z.object({ title: text(1, 20), shelfId: uuid() });
  @Field(() => String) title: string;
  @Field(() => ID) shelfId: string;
}

const id = "0192f0c1-0000-7000-8000-000000000001";
const book = { id, title: "红楼梦", trail: "ada" };

@Resolver(() => Book)
class BookResolver {
  @SignedIn()
  @Query(() => Book, { nullable: true })
  book(@Arg("id", () => ID) wanted: string): Book | null {
    return wanted === id ? book : null;
  }

  @SignedIn()
  @Query(() => [Book])
  books(@Args(() => PageArgs) page: PageArgs): Book[] {
    return [book].slice(0, page.first ?? 1);
  }

  @Requires("book:write")
  @Mutation(() => Book)
  addBook(@Arg("input", () => AddBookInput) input: AddBookInput): Book {
    return { ...book, title: input.title };
  }

  @SignedIn()
  @Mutation(() => Book)
  loseBook(@Arg("id", () => ID) lost: string): Book {
    throw notFound("book", lost);
  }

  @SignedIn()
  @Mutation(() => Book)
  burnBook(): Book {
    throw new TypeError("password=hunter2 at db:5432");
  }

  @Requires("book:read")
  @Subscription(() => Book, {
    subscribe: async function* () {
      yield { cursor: "7" };
    },
  })
  bookMoved(@Root() _event: object): Book {
    return book;
  }
}

const subgraph = buildSubgraph({
  name: "books",
  resolvers: [new BookResolver()],
  references: {
    Book: { requires: "book:read", load: (wanted) => Promise.resolve(wanted === id ? { ...book } : null) },
  },
});
const local = new LocalSubgraph(subgraph, pino({ level: "silent" }));

function reader(...permissions: string[]): Principal {
  const grants = permissions.map((permission) => ({ permission, scope: "TENANT" as const }));
  return { ...anonymous, kind: "USER", id, tenantId: id, grants };
}

function ask(query: string, principal: Principal, variables = {}) {
  return local.execute({ query, variables, principal, correlationId: "c-1" });
}

test("the SDL is Federation 2 and carries the rights", () => {
  expect(subgraph.sdl).toContain("federation/v2.9");
  expect(subgraph.sdl).toContain('@requiresScopes(scopes: [["book:write"]])');
  expect(subgraph.sdl).toMatch(/book\(id: ID!\): Book @authenticated/);
});

describe("rights are enforced in the subgraph itself", () => {
  test("nobody gets UNAUTHENTICATED, someone without the right FORBIDDEN, at the field's path", async () => {
    const nobody = await ask(`{ book(id: "${id}") { id } }`, anonymous);
    expect(nobody.errors?.[0]).toMatchObject({ path: ["book"], extensions: { code: "UNAUTHENTICATED" } });
    const someone = await ask(`{ book(id: "${id}") { title trail } }`, reader());
    expect(someone.data).toEqual({ book: { title: "红楼梦", trail: null } });
    expect(someone.errors?.[0]).toMatchObject({
      path: ["book", "trail"],
      extensions: { code: "FORBIDDEN", requires: ["book:audit"], correlationId: "c-1" },
    });
  });

  test("entity look-ups are no way around", async () => {
    const query = `query($r: [_Any!]!) { _entities(representations: $r) { ... on Book { title } } }`;
    const variables = { r: [{ __typename: "Book", id }] };
    expect((await ask(query, reader("book:read"), variables)).data).toEqual({
      _entities: [{ title: "红楼梦" }],
    });
    expect((await ask(query, reader(), variables)).errors?.[0]?.extensions?.["code"]).toBe("FORBIDDEN");
    const malformed = { r: [{ __typename: "Book", id: "1 OR 1=1" }] };
    expect((await ask(query, reader("book:read"), malformed)).data).toEqual({ _entities: [null] });
  });
});

describe("bad input is INVALID_INPUT with its path", () => {
  const write = reader("book:write");
  test.each([
    ["an id that is none", `{ book(id: "x' OR '1'='1") { id } }`, ["id"]],
    ["a page too large", `{ books(first: 100000) { id } }`, ["first"]],
    ["first and last at once", `{ books(first: 1, last: 1) { id } }`, ["last"]],
    [
      "a title too long",
      `mutation { addBook(input: {title: "${"x".repeat(21)}", shelfId: "${id}"}) { id } }`,
      ["input", "title"],
    ],
    [
      "control characters",
      `mutation { addBook(input: {title: "a\\u0000b", shelfId: "${id}"}) { id } }`,
      ["input", "title"],
    ],
    [
      "a malformed id inside an input",
      `mutation { addBook(input: {title: "a", shelfId: "7"}) { id } }`,
      ["input", "shelfId"],
    ],
  ])("%s", async (_, query, path) => {
    const { errors } = await ask(query, write);
    expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", issues: [{ path }] });
  });

  test("what the rules normalise reaches the resolver normalised", async () => {
    const { data } = await ask(
      `mutation { addBook(input: {title: "  茶  ", shelfId: "${id}"}) { title } }`,
      write,
    );
    expect(data).toEqual({ addBook: { title: "茶" } });
  });
});

test("an expected refusal is told; a bug is masked and keeps its secrets", async () => {
  const lost = await ask(`mutation { loseBook(id: "${id}") { id } }`, reader());
  expect(lost.errors?.[0]?.extensions).toMatchObject({ code: "NOT_FOUND", reason: "BOOK_NOT_FOUND" });
  const bug = await ask(`mutation { burnBook { id } }`, reader());
  expect(bug.errors?.[0]?.extensions).toEqual({
    code: "INTERNAL",
    reason: "UNEXPECTED",
    correlationId: "c-1",
  });
  expect(JSON.stringify(bug)).not.toContain("hunter2");
});

test("a subscription's results carry the event's cursor; without the right it is one refusal", async () => {
  const request = { query: "subscription { bookMoved { title } }", correlationId: "c-1" };
  const stream = await local.subscribe({ ...request, principal: reader("book:read") });
  if (!isStream(stream)) throw new Error("expected a stream");
  expect((await stream.next()).value).toEqual({
    data: { bookMoved: { title: "红楼梦" } },
    extensions: { cursor: "7" },
  });
  expect((await stream.next()).done).toBe(true);
});
