import { createClient } from "graphql-ws";
import type { Client, SubscribePayload } from "graphql-ws";
import type { ExecutionResult } from "graphql";
import { WebSocket } from "ws";
import type { CancelSignal } from "./cancellation.ts";
import { coalesceWrites } from "./coalesceWrites.ts";
import { AppError } from "./errors.ts";
import { BoundedQueue } from "./queueBuffer.ts";

/** A line on which nothing comes back within these two together is dead, whatever the sockets say. */
const pingEveryMs = 5_000;
const pongWithinMs = 3_000;
const connectWithinMs = 5_000;
/** Kept this long after the last operation has ended; another may follow. */
const idleMs = 60_000;
/** Results that wait for their reader; past that the subscription breaks off, to be taken up again where it was read to. */
const waitingMax = 2_000;

type Failure = (cause: unknown) => Error;

/** One graphql-transport-ws connection, there while it is needed, for many operations at one subgraph. */
export class SubgraphLine {
  private readonly client: Client;
  private pongDue: NodeJS.Timeout | undefined;

  /**
   * @param connectionParams asked for whenever the connection is made.
   * @param headers of the request for it.
   */
  constructor(
    url: string,
    connectionParams: () => Record<string, unknown>,
    headers: Readonly<Record<string, string>> = {},
  ) {
    this.client = createClient({
      url,
      webSocketImpl: class extends WebSocket {
        constructor(to: string, protocol: string) {
          super(to, protocol, { handshakeTimeout: connectWithinMs, perMessageDeflate: false, headers });
          this.once("upgrade", ({ socket }) => coalesceWrites(socket));
        }
      },
      lazyCloseTimeout: idleMs,
      // Whoever subscribed takes it up again, from where it was; the line itself has nothing to go on with.
      retryAttempts: 0,
      keepAlive: pingEveryMs,
      connectionAckWaitTimeout: connectWithinMs,
      connectionParams,
      on: {
        ping: (isReceived) => {
          if (!isReceived) this.pongDue = setTimeout(() => this.client.terminate(), pongWithinMs);
        },
        pong: (isReceived) => {
          if (isReceived) clearTimeout(this.pongDue);
        },
        closed: () => clearTimeout(this.pongDue),
      },
    });
  }

  /**
   * Results as they come; a refusal is a last result with errors and no data. Rejects with what `failure` makes of it
   * when the line breaks, and with UNAVAILABLE when the reader falls too far behind.
   */
  subscribe(
    payload: SubscribePayload,
    signal: CancelSignal | undefined,
    failure: Failure,
  ): AsyncIterableIterator<ExecutionResult> {
    let leave = (): void => undefined;
    const onAbort = () => void results.return();
    const results = new BoundedQueue<ExecutionResult>(waitingMax, {
      onOverflow: () => new AppError("UNAVAILABLE", "FOLLOWER_TOO_SLOW", "The reader fell too far behind."),
      onEnd: () => {
        signal?.removeEventListener("abort", onAbort);
        leave();
      },
    });
    leave = this.client.subscribe(payload, {
      next: (result) => results.push(result as ExecutionResult),
      error: (cause) => {
        if (!isRefusal(cause)) return results.end(failure(cause));
        results.push({ errors: cause });
        results.end();
      },
      complete: () => results.end(),
    });
    signal?.addEventListener("abort", onAbort);
    if (signal?.aborted) onAbort();
    return results;
  }

  async close(): Promise<void> {
    clearTimeout(this.pongDue);
    try {
      await this.client.dispose();
    } catch {
      // It waits for a connection that is being made; one that fails needs no closing.
    }
  }
}

/** A subgraph's own refusal is the list of its errors; anything else is the line. */
function isRefusal(cause: unknown): cause is NonNullable<ExecutionResult["errors"]> {
  return Array.isArray(cause);
}
