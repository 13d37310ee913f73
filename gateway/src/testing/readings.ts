import type { RequestContext } from "@wegraph/kit/context";
import { Broadcast } from "./broadcast.ts";
import type { SubgraphSource } from "./graph.ts";
import { peopleSubgraph, shelfSubgraph } from "./shop.ts";

export interface ReadingEvent {
  bookRead: { at: number };
  cursor?: string;
  entity?: string;
}

/**
 * The shop with a subscription whose events carry fields of both subgraphs, and one that few may have. `remembers`:
 * its streams can be resumed.
 */
export function readingsGraph({ remembers = false } = {}) {
  let at = 0;
  /** What the answer to `lastRead` waits for, once it is found. */
  let answering = async () => {};
  const readings = new Broadcast<ReadingEvent>(remembers);
  const subscribe = (_: unknown, __: unknown, { place, principal }: RequestContext) =>
    readings.read(place, principal.id);
  const shelf: SubgraphSource = {
    ...shelfSubgraph,
    sdl: shelfSubgraph.sdl
      .replace(
        "best: Book",
        `best: Book  lastRead: Int!  keptRead: Int! @cacheControl(maxAge: 60)  secretRead: Int @requiresScopes(scopes: [["page:read"]])`,
      )
      .replace(
        "bookRead(title: String): Reading!",
        `bookRead(title: String): Reading!  progress: Int!  diaryRead: Int! @cacheControl(scope: PRIVATE)  pageTurned: Int! @requiresScopes(scopes: [["page:read"]])`,
      )
      .replace("at: Int! book", `note: String @requiresScopes(scopes: [["note:read"]]) at: Int! book`),
    resolvers: {
      ...shelfSubgraph.resolvers,
      Query: {
        ...shelfSubgraph.resolvers.Query,
        lastRead: async () => {
          const found = at;
          await answering();
          return found;
        },
        keptRead: () => at,
        secretRead: () => at,
      },
      Subscription: {
        bookRead: { subscribe },
        pageTurned: { subscribe },
        diaryRead: { subscribe, resolve: ({ bookRead }: ReadingEvent) => bookRead.at },
        // How far it is, then how far it gets.
        progress: {
          subscribe: (_: unknown, __: unknown, { place }: RequestContext) => {
            const events = readings.read(place);
            return readings.startingWith({ bookRead: { at }, cursor: place?.position ?? "" }, events);
          },
          resolve: ({ bookRead }: ReadingEvent) => bookRead.at,
        },
      },
    },
  };
  const read = (
    personId = "1",
    { title = "Brevity", ...about }: { cursor?: string; entity?: string; title?: string } = {},
  ) => {
    at += 1;
    const book = { __typename: "Book", id: "b2", title, pages: 12, author: { id: "2" } };
    const bookRead = { at, book, note: "quiet", reader: { id: personId } };
    readings.send({ bookRead, ...about });
    return at;
  };
  const answerAfter = (wait: () => Promise<void>) => (answering = wait);
  return { sources: [peopleSubgraph, shelf], readings, read, answerAfter };
}
