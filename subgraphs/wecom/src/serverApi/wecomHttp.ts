import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { Pool } from "undici";
import type { Dispatcher } from "undici";
import { isPublicAddress, PrivateAddressError, publicLookup } from "../provider/outbound.ts";
import { privateAddress, unknown, unreachable } from "./outcome.ts";
import type { Refused, Unknown } from "./outcome.ts";

export interface WireCall {
  readonly method: "GET" | "POST";
  /** With the query, and in it the access token: not for logs. */
  readonly path: string;
  readonly body?: string | Buffer;
  readonly contentType?: string;
  readonly timeoutMs: number;
  readonly answerMaxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface WireAnswer {
  readonly kind: "answer";
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

export interface WecomHttpOptions {
  /** `https://qyapi.weixin.qq.com`, or what speaks its protocol. */
  readonly baseUrl: string;
  /** May lie in a private network, as the simulator's does; every other address must be public. */
  readonly trustedOrigins: readonly string[];
  readonly connectionsMax?: number;
}

const connectWithinMs = 3_000;
/** Below what servers usually keep an idle connection for: one that was just closed makes an outcome unknown. */
const keepAliveMs = 4_000;

/**
 * One pool of connections to WeCom. It knows whether a request ever reached a connection: a failure before that is a
 * certain refusal, after it nothing is certain.
 */
export class WecomHttp {
  private readonly pool: Pool;
  private readonly prefix: string;
  private readonly isForbidden: boolean;

  constructor({ baseUrl, trustedOrigins, connectionsMax = 64 }: WecomHttpOptions) {
    const { origin, hostname, pathname } = new URL(baseUrl);
    const isTrusted = trustedOrigins.includes(origin);
    const literal = hostname.replace(/^\[|\]$/g, "");
    // No name, no look-up: an address as such is judged here.
    this.isForbidden = !isTrusted && isIP(literal) !== 0 && !isPublicAddress(literal);
    this.prefix = pathname.replace(/\/+$/, "");
    this.pool = new Pool(origin, {
      connections: connectionsMax,
      connect: { timeout: connectWithinMs, ...(isTrusted ? {} : { lookup: publicLookup }) },
      keepAliveTimeout: keepAliveMs,
      // The call's own timer bounds the whole of it.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  run(call: WireCall): Promise<WireAnswer | Refused | Unknown> {
    if (this.isForbidden) return Promise.resolve(privateAddress());
    return new Promise((resolve) => {
      const exchange = new Exchange(call, resolve);
      const { method, path, body, contentType } = call;
      if (exchange.isOver) return;
      try {
        this.pool.dispatch(
          {
            method,
            path: this.prefix + path,
            headers: { accept: "*/*", ...(contentType !== undefined && { "content-type": contentType }) },
            body: body ?? null,
          },
          exchange,
        );
      } catch (error) {
        exchange.fail(error);
      }
    });
  }

  /** Ends all connections; calls under way end as unknown. */
  async close(): Promise<void> {
    await this.pool.destroy();
  }
}

/** Straight from the dispatcher: a response body as a stream costs several times what the rest of a call does. */
class Exchange implements Dispatcher.DispatchHandler {
  private readonly chunks: Buffer[] = [];
  private readonly timer: NodeJS.Timeout;
  private length = 0;
  private status = 0;
  private headers: IncomingHttpHeaders = {};
  private hasLeft = false;
  private controller: Dispatcher.DispatchController | undefined;
  isOver = false;

  constructor(
    private readonly call: WireCall,
    private readonly resolve: (answer: WireAnswer | Refused | Unknown) => void,
  ) {
    this.timer = setTimeout(() => this.giveUp("timeout"), call.timeoutMs);
    call.signal?.addEventListener("abort", this.abort, { once: true });
    if (call.signal?.aborted) this.abort();
  }

  /** The request is about to be written. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.isOver) return controller.abort(new Error("The call has been given up."));
    this.hasLeft = true;
  }

  onResponseStart(_: unknown, status: number, headers: IncomingHttpHeaders): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.length += chunk.length;
    if (this.length <= this.call.answerMaxBytes) return void this.chunks.push(chunk);
    this.end(unknown("malformed_answer", "The answer is too large."));
    controller.abort(new Error("The answer is too large."));
  }

  onResponseEnd(): void {
    const [first] = this.chunks;
    const bytes = this.chunks.length === 1 && first ? first : Buffer.concat(this.chunks);
    this.end({ kind: "answer", status: this.status, headers: this.headers, bytes });
  }

  onResponseError(_: unknown, error: Error): void {
    this.fail(error);
  }

  fail(error: unknown): void {
    if (error instanceof PrivateAddressError) return this.end(privateAddress());
    const message = error instanceof Error ? error.message : String(error);
    this.end(this.hasLeft ? unknown("connection_lost", message) : unreachable(message));
  }

  private readonly abort = (): void => this.giveUp("aborted");

  private giveUp(cause: "timeout" | "aborted"): void {
    const message = cause === "timeout" ? `No answer within ${this.call.timeoutMs} ms.` : "Given up.";
    this.end(this.hasLeft ? unknown(cause, message) : unreachable(message));
    this.controller?.abort(new Error(message));
  }

  private end(answer: WireAnswer | Refused | Unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.timer);
    this.call.signal?.removeEventListener("abort", this.abort);
    this.resolve(answer);
  }
}
