import type { ExecutionResult } from "graphql";
import type { CancelSignal } from "./cancellation.ts";
import { QueryConnection } from "./queryConnection.ts";
import type { Asker } from "./queryConnection.ts";

/** Queries to one subgraph over one connection, which is there while it is needed. */
export class QueryLine {
  private connection: QueryConnection | undefined;

  /** @param failure what to reject with for what the line broke with, or a signal's reason */
  constructor(
    private readonly url: string,
    private readonly connectionParams: () => Record<string, unknown>,
    private readonly failure: (cause: unknown) => Error,
  ) {}

  /** @param payload query, variables and whatever belongs to them, as JSON */
  execute(payload: string, signal: CancelSignal | undefined): Promise<ExecutionResult> {
    if (signal?.aborted) return Promise.reject(this.failure(signal.reason));
    if (!this.connection || this.connection.isOver)
      this.connection = new QueryConnection(this.url, this.connectionParams);
    const { connection, failure } = this;
    return new Promise((resolve, reject) => {
      const query = new Query(connection, failure, signal, resolve, reject);
      query.id = connection.ask(payload, query);
    });
  }

  close(): void {
    this.connection?.close();
  }
}

/** One query under way; an object rather than closures, as one is made for every fetch. */
class Query implements Asker {
  id = "";

  constructor(
    private readonly connection: QueryConnection,
    private readonly failure: (cause: unknown) => Error,
    private readonly signal: CancelSignal | undefined,
    private readonly resolve: (result: ExecutionResult) => void,
    private readonly reject: (error: Error) => void,
  ) {
    signal?.addEventListener("abort", this);
  }

  answered(result: ExecutionResult): void {
    this.signal?.removeEventListener("abort", this);
    this.resolve(result);
  }

  failed(cause: unknown): void {
    this.signal?.removeEventListener("abort", this);
    this.reject(this.failure(cause));
  }

  handleEvent(): void {
    this.connection.leave(this.id);
    this.failed(this.signal?.reason);
  }
}
