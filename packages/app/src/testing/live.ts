import { createClient } from "graphql-ws";
import type { ExecutionResult } from "graphql";
import { WebSocket } from "ws";
import type { Client } from "./client.ts";

/** A subscriber over WebSocket, as any graphql-ws client is one; keeps what it got. */
export class Subscriber {
  readonly results: ExecutionResult[] = [];
  readonly errors: unknown[] = [];
  private readonly socket;
  private readonly unsubscribe: () => void;
  private acknowledged = false;

  constructor(client: Client, query: string, variables: Record<string, unknown> = {}) {
    this.socket = createClient({
      url: `${client.url.replace(/^http/, "ws")}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${client.accessToken ?? ""}` },
      on: { connected: () => (this.acknowledged = true) },
    });
    this.unsubscribe = this.socket.subscribe(
      { query, variables },
      {
        next: (result) => this.results.push(result as ExecutionResult),
        error: (error) => this.errors.push(error),
        complete: () => undefined,
      },
    );
  }

  get isConnected(): boolean {
    return this.acknowledged;
  }

  async stop(): Promise<void> {
    this.unsubscribe();
    await this.socket.dispose();
  }
}
