import type { Dispatcher } from "undici";
import type { CancelSignal } from "./cancellation.ts";

export interface JsonPost {
  path: string;
  headers: Record<string, string>;
  /** JSON, or what is to be sent as JSON. */
  body: string | object;
  signal?: CancelSignal | undefined;
}

/**
 * Sends JSON and reads the JSON that comes back, whatever the status. Straight from the dispatcher: a response body
 * that is a stream costs several times what parsing it does.
 *
 * @throws what the line failed with, the signal's reason, or a SyntaxError for an answer that is no JSON.
 */
export function postJson(
  dispatcher: Dispatcher,
  { path, headers, body, signal }: JsonPost,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(reasonOf(signal));
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const handler = new Collecting(resolve, reject, signal);
    dispatcher.dispatch({ method: "POST", path, headers, body: text }, handler);
  });
}

class Collecting implements Dispatcher.DispatchHandler {
  private readonly chunks: Buffer[] = [];
  private cutOff: ((reason: Error) => void) | undefined;

  constructor(
    private readonly resolve: (value: unknown) => void,
    private readonly reject: (error: unknown) => void,
    private readonly signal: CancelSignal | undefined,
  ) {
    signal?.addEventListener("abort", this);
  }

  onConnect(cutOff: (reason: Error) => void): void {
    this.cutOff = cutOff;
    if (this.signal?.aborted) this.handleEvent();
  }

  onHeaders(): boolean {
    return true;
  }

  onData(chunk: Buffer): boolean {
    this.chunks.push(chunk);
    return true;
  }

  onComplete(): void {
    this.signal?.removeEventListener("abort", this);
    const [first] = this.chunks;
    const bytes = this.chunks.length === 1 && first ? first : Buffer.concat(this.chunks);
    try {
      this.resolve(JSON.parse(bytes.toString("utf8")));
    } catch (error) {
      this.reject(error);
    }
  }

  onError(error: Error): void {
    this.signal?.removeEventListener("abort", this);
    this.reject(error);
  }

  /** While it waits for a connection there is nothing to cut off yet, and nothing to wait for any more. */
  handleEvent(): void {
    if (!this.signal) return;
    const reason = reasonOf(this.signal);
    this.cutOff?.(reason);
    this.reject(reason);
  }
}

function reasonOf({ reason }: CancelSignal): Error {
  return reason instanceof Error ? reason : new Error("Aborted.", { cause: reason });
}
