import { createClient } from "graphql-ws";
import { WebSocket } from "ws";

interface Told {
  healthAlert: { change: string; patientId: string };
}

/** A board of alerts that somebody has open: when it first heard of each patient's. */
export interface Board {
  heardAt: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

export async function openBoard(url: string, token: string): Promise<Board> {
  const client = createClient({
    url: `${url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    lazy: false,
  });
  const heardAt = new Map<string, number>();
  client.subscribe<Told>(
    { query: "subscription { healthAlert { change patientId severity alertId } }" },
    {
      next: ({ data, errors }) => {
        if (errors) throw new Error(JSON.stringify(errors));
        const told = data?.healthAlert;
        if (told?.change === "RAISED" && !heardAt.has(told.patientId))
          heardAt.set(told.patientId, performance.now());
      },
      error: (error) => {
        throw new Error("the board was refused", { cause: error });
      },
      complete: () => undefined,
    },
  );
  // The subscription stands once the server has had it; nothing tells a client so.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return { heardAt, close: async () => await client.dispose() };
}
