import { Broadcast } from "./broadcast.ts";
import type { SubgraphSource } from "./graph.ts";
import { peopleSubgraph, shelfSubgraph } from "./shop.ts";

export interface ReadingEvent {
  bookRead: object;
  cursor?: string;
}

/** The shop with a subscription whose events carry fields of both subgraphs, and one that few may have. */
export function readingsGraph() {
  const readings = new Broadcast<ReadingEvent>();
  const shelf: SubgraphSource = {
    ...shelfSubgraph,
    sdl: shelfSubgraph.sdl
      .replace(
        "bookRead(title: String): Reading!",
        `bookRead(title: String): Reading!  pageTurned: Int! @requiresScopes(scopes: [["page:read"]])`,
      )
      .replace("at: Int! book", `note: String @requiresScopes(scopes: [["note:read"]]) at: Int! book`),
    resolvers: {
      ...shelfSubgraph.resolvers,
      Subscription: {
        bookRead: { subscribe: () => readings.read() },
        pageTurned: { subscribe: () => readings.read() },
      },
    },
  };
  let at = 0;
  const read = (personId = "1", { cursor, title = "Brevity" }: { cursor?: string; title?: string } = {}) => {
    at += 1;
    const book = { __typename: "Book", id: "b2", title, pages: 12, author: { id: "2" } };
    const bookRead = { at, book, note: "quiet", reader: { id: personId } };
    readings.send({ bookRead, ...(cursor !== undefined && { cursor }) });
    return at;
  };
  return { sources: [peopleSubgraph, shelf], readings, read };
}
