import { createClient } from "graphql-ws";
import type { Client } from "graphql-ws";
import { WebSocket } from "ws";

/**
 * A stock graphql-ws client that comes back with the cursor of the last event it had, to whatever address is the
 * right one then: all that an integrator has to write to miss nothing.
 */
export class ResumingClient<Event> {
  readonly events: Event[] = [];
  readonly errors: unknown[] = [];
  private readonly extensions: { resumeAfter?: string } = {};
  private readonly client: Client;
  /** Sockets opened so far. */
  connections = 0;

  constructor(options: {
    url: () => string;
    token: string;
    query: string;
    eventOf: (data: object) => Event;
  }) {
    this.client = createClient({
      url: () => `${options.url().replace(/^http/, "ws")}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${options.token}` },
      retryAttempts: 100,
      shouldRetry: () => true,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 200)),
      on: { connected: () => (this.connections += 1) },
    });
    this.client.subscribe(
      { query: options.query, extensions: this.extensions },
      {
        next: ({ data, errors, extensions }) => {
          if (errors || !data) this.errors.push(errors);
          else this.events.push(options.eventOf(data));
          const { cursor }: { cursor?: unknown } = extensions ?? {};
          if (typeof cursor === "string") this.extensions.resumeAfter = cursor;
        },
        error: (error) => this.errors.push(error),
        complete: () => this.errors.push("complete"),
      },
    );
  }

  /** Loses its connection, and comes back at once. */
  cut(): void {
    this.client.terminate();
  }

  async stop(): Promise<void> {
    await this.client.dispose();
  }
}
