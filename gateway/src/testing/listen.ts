/* oxlint-disable typescript/no-unsafe-type-assertion -- what a test then looks at is what it asserts */
import { createClient } from "graphql-ws";
import type { Client, SubscribePayload } from "graphql-ws";
import { WebSocket } from "ws";
import { bearer } from "./running.ts";
import type { GraphqlAnswer } from "./running.ts";

export interface Listening {
  answers: GraphqlAnswer[];
  errors: unknown[];
  done: boolean;
  closed: { code: number; reason: string } | undefined;
  client: Client;
  /** The cursor of the last answer. */
  readonly cursor: string | undefined;
  /** The value of a number that every event carries, of each event. */
  numbers(of?: (data: Record<string, unknown>) => unknown): unknown[];
  stop: () => void;
}

/** A stock graphql-ws client listening to one subscription. */
export function listen(to: { url: string }, token: string, operation: SubscribePayload): Listening {
  const client = createClient({
    url: to.url.replace("http", "ws") + "/graphql",
    webSocketImpl: WebSocket,
    connectionParams: bearer(token),
    retryAttempts: 0,
    on: { closed: (event) => (listening.closed = event as { code: number; reason: string }) },
  });
  const listening: Listening = {
    answers: [],
    errors: [],
    done: false,
    closed: undefined,
    client,
    get cursor() {
      const cursor = this.answers.at(-1)?.extensions?.["cursor"];
      return typeof cursor === "string" ? cursor : undefined;
    },
    numbers(of = ({ bookRead }) => (bookRead as { at: number }).at) {
      return this.answers.flatMap(({ data, extensions }) =>
        data && !extensions?.["snapshot"] ? [of(data)] : [],
      );
    },
    stop: () => undefined,
  };
  listening.stop = client.subscribe(operation, {
    next: (answer) => void listening.answers.push(answer as GraphqlAnswer),
    error: (error) => void listening.errors.push(error),
    complete: () => (listening.done = true),
  });
  return listening;
}
