import { isIP } from "node:net";
import { type Dispatcher, Pool } from "undici";
import { isPublicAddress, PrivateAddressError, publicLookup } from "./outbound.ts";
import type { Refused, Unknown, UnknownCause } from "./provider.ts";

export interface HttpCall {
  readonly url: URL;
  readonly method: Dispatcher.HttpMethod;
  readonly secret: string;
  readonly body?: unknown;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly kind: "answer";
  readonly status: number;
  readonly retryAfter: string;
  readonly text: string;
}

const answerMaxBytes = 256 * 1024;
const connectWithinMs = 3_000;
const connectionsPerOrigin = 64;
const originsMax = 200;

/** One HTTP request and its answer, bounded in time and size, over connections that are kept. */
export class Exchange {
  private readonly pools = new Map<string, Pool>();

  /** @param trustedOrigins may lie in a private network; all others must be public. */
  constructor(private readonly trustedOrigins: readonly string[]) {}

  async run(call: HttpCall): Promise<HttpAnswer | Refused | Unknown> {
    const timer = new AbortController();
    const timeout = setTimeout(() => timer.abort(), call.timeoutMs);
    // By hand rather than AbortSignal.any, which holds on to a long-lived signal's every combination.
    const abort = (): void => timer.abort();
    if (call.signal?.aborted) abort();
    call.signal?.addEventListener("abort", abort, { once: true });
    try {
      return await this.send(call, timer.signal);
    } catch (cause) {
      if (timer.signal.aborted) return unknown(call.signal?.aborted ? "aborted" : "timeout", cause);
      return failureOf(cause);
    } finally {
      clearTimeout(timeout);
      call.signal?.removeEventListener("abort", abort);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.destroy()));
    this.pools.clear();
  }

  private async send(call: HttpCall, signal: AbortSignal): Promise<HttpAnswer | Unknown> {
    const { url, method, secret, body } = call;
    const {
      statusCode,
      headers,
      body: stream,
    } = await this.poolFor(url).request({
      path: url.pathname + url.search,
      method,
      headers: {
        accept: "application/json",
        authorization: `Bearer ${secret}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal,
    });
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      length += chunk.length;
      // Leaving the loop destroys the stream, and with it the connection: the rest is not read.
      if (length > answerMaxBytes) return unknown("malformed_answer", "The answer is too large.");
      chunks.push(chunk);
    }
    return {
      kind: "answer",
      status: statusCode,
      retryAfter: String(headers["retry-after"] ?? ""),
      text: Buffer.concat(chunks).toString("utf8"),
    };
  }

  private poolFor({ origin, hostname }: URL): Pool {
    const known = this.pools.get(origin);
    // Put in again, so that the map's order is that of use and the first is the longest unused.
    if (known) {
      this.pools.delete(origin);
      this.pools.set(origin, known);
      return known;
    }
    const isTrusted = this.trustedOrigins.includes(origin);
    const literal = hostname.replace(/^\[|\]$/g, "");
    // No name, no look-up: an address as such has to be checked here.
    if (!isTrusted && isIP(literal) && !isPublicAddress(literal)) throw new PrivateAddressError();
    const pool = new Pool(origin, {
      connections: connectionsPerOrigin,
      connect: { timeout: connectWithinMs, ...(isTrusted ? {} : { lookup: publicLookup }) },
      // The call's own timer bounds the whole of it.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.pools.set(origin, pool);
    this.dropLongestUnused();
    return pool;
  }

  private dropLongestUnused(): void {
    const [oldest] = this.pools;
    if (!oldest || this.pools.size <= originsMax) return;
    const [origin, pool] = oldest;
    this.pools.delete(origin);
    // Lets its running requests end; there is nobody to tell if that fails.
    pool.close().catch(() => undefined);
  }
}

/** Failures of making the connection: the request itself was never sent. */
const unsent =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_.*|CERT_.*|DEPTH_ZERO_.*|SELF_SIGNED_.*|UNABLE_TO_.*)$/;
const misuse = /^(PRIVATE_ADDRESS|UND_ERR_INVALID_ARG)$/;

function failureOf(cause: unknown): Refused | Unknown {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const message = messageOf(cause);
  if (unsent.test(code)) return { kind: "refused", code: "UNREACHABLE", message };
  if (misuse.test(code)) return { kind: "refused", code: "INVALID_REQUEST", message };
  return unknown("connection_lost", cause);
}

function unknown(cause: UnknownCause, detail: unknown): Unknown {
  return { kind: "unknown", cause, message: messageOf(detail) };
}

function messageOf(detail: unknown): string {
  return detail instanceof Error ? detail.message : String(detail);
}
