import { AppError } from "@wegraph/kit/errors";
import type { RequestContext } from "@wegraph/kit/context";
import type { SubgraphSource } from "./graph.ts";

const people = [
  { id: "1", name: "Ada", email: "ada@example.com", managerId: null },
  { id: "2", name: "Ben", email: "ben@example.com", managerId: "1" },
];
const books = [
  { __typename: "Book", id: "b1", title: "Analysis", pages: 300, author: { id: "1" } },
  { __typename: "Book", id: "b2", title: "Brevity", pages: 12, author: { id: "2" } },
];
const films = [{ __typename: "Film", id: "f1", title: "Cinema", minutes: 90, director: { id: "9" } }];

export const peopleSubgraph: SubgraphSource = {
  name: "people",
  sdl: `
    type Query { person(id: ID!): Person  people(first: Int = 10): [Person!]!  failing: String  never: String  whoAmI: String!  _secretDoor: String @inaccessible }
    type Mutation { rename(id: ID!, name: String!): Person!  log(word: String!): [String!]!  fail: String! }
    type Person @key(fields: "id") { id: ID! name: String! email: String manager: Person  hidden: String @inaccessible }
  `,
  resolvers: {
    Query: {
      person: (_: unknown, { id }: { id: string }) => people.find((person) => person.id === id) ?? null,
      people: (_: unknown, { first }: { first: number }) => people.slice(0, first),
      failing: () => {
        throw new Error("password=hunter2 in the internals");
      },
      never: () => new Promise(() => {}),
      whoAmI: (_: unknown, __: unknown, { principal }: RequestContext) =>
        `${principal.name} from ${principal.address}`,
      _secretDoor: () => "open",
    },
    Mutation: {
      rename: (_: unknown, { id, name }: { id: string; name: string }) => ({
        ...people.find((each) => each.id === id),
        name,
      }),
      log: (_: unknown, { word }: { word: string }) => (said.push(word), [...said]),
      fail: () => {
        throw new AppError("CONFLICT", "ALREADY_THERE", "It is there already.", { which: "this" });
      },
    },
    Person: {
      __resolveReference: ({ id }: { id: string }) => people.find((person) => person.id === id) ?? null,
      manager: ({ managerId }: { managerId: string }) =>
        people.find((person) => person.id === managerId) ?? null,
    },
  },
};

const said: string[] = [];

export const shelfSubgraph = {
  name: "shelf",
  sdl: `
    type Query { items(first: Int): [Item!]!  item(id: ID!): Item  media: [Media!]!  best: Book }
    interface Item { id: ID! title: String! }
    type Book implements Item @key(fields: "id") { id: ID! title: String! pages: Int! author: Person! blurb(short: Boolean = true): String }
    type Film implements Item @key(fields: "id") { id: ID! title: String! minutes: Int! director: Person }
    union Media = Book | Film
    type Person @key(fields: "id") { id: ID! books: [Book!]!  email: String @external  signature: String! @requires(fields: "email") }
    type Subscription { bookRead(title: String): Reading! }
    type Reading { at: Int! book: Book! reader: Person! }
  `,
  resolvers: {
    Query: {
      items: (_: unknown, { first }: { first?: number }) => [...books, ...films].slice(0, first ?? 10),
      item: (_: unknown, { id }: { id: string }) =>
        [...books, ...films].find((item) => item.id === id) ?? null,
      media: () => [...films, ...books],
      best: () => books[0],
    },
    Book: {
      __resolveReference: ({ id }: { id: string }) => books.find((book) => book.id === id) ?? null,
      blurb: ({ title }: { title: string }, { short }: { short: boolean }) =>
        short ? title.slice(0, 1) : title,
    },
    Person: {
      __resolveReference: (person: object) => person,
      books: ({ id }: { id: string }) => books.filter((book) => book.author.id === id),
      signature: ({ email }: { email: string | null }) => `-- ${email}`,
    },
  },
} satisfies SubgraphSource;
