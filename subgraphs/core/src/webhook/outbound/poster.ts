import { TextDecoder } from "node:util";
import { Agent, request } from "undici";
import type { Dispatcher } from "undici";
import { failureBehind, failureOf, retryAfterMsOf } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { nameServers, publicLookup } from "./publicLookup.ts";
import type { Resolve } from "./publicLookup.ts";
import { isTrusted, targetOf } from "./url.rules.ts";

export interface PosterOptions {
  /** Origins of the operator's own network that may be sent to all the same. */
  trustedOrigins: readonly string[];
  /** Looks names up; by default the name servers are asked. */
  resolve?: Resolve;
  timeoutMs?: number;
  /** How much of an answer is read. */
  answerMaxBytes?: number;
}

/** The whole of it, from the name's look-up to the end of the answer. */
const withinMs = 12_000;
const connectWithinMs = 5_000;
const excerptMaxBytes = 4_096;
/** Below what servers usually keep an idle connection for. */
const keepAliveMs = 4_000;

/** Posts to addresses that customers typed in, and to nothing that is not public. */
export class Poster {
  private readonly outside: Agent;
  private readonly inside: Agent;
  private readonly timeoutMs: number;

  constructor(private readonly options: PosterOptions) {
    this.timeoutMs = options.timeoutMs ?? withinMs;
    const lookup = publicLookup(options.resolve ?? nameServers(connectWithinMs / 2));
    const limits = {
      headersTimeout: this.timeoutMs,
      bodyTimeout: this.timeoutMs,
      keepAliveTimeout: keepAliveMs,
      keepAliveMaxTimeout: keepAliveMs,
      maxHeaderSize: 16_384,
    };
    // Two agents, so that no connection that was made without the check is used for an address that needs it.
    this.outside = new Agent({ ...limits, connect: { timeout: connectWithinMs, lookup } });
    this.inside = new Agent({ ...limits, connect: { timeout: connectWithinMs } });
  }

  /** Never throws: whatever happens is an answer. Redirects are not followed. */
  async post(address: string, headers: Record<string, string>, body: string): Promise<Answer> {
    const startedAt = performance.now();
    const latencyMs = () => Math.round(performance.now() - startedAt);
    // Again with each attempt: what is allowed may have changed since the address was saved.
    const url = targetOf(address, this.options.trustedOrigins);
    if (typeof url === "string")
      return {
        failure: "ADDRESS_UNUSABLE",
        statusCode: null,
        latencyMs: 0,
        excerpt: null,
        retryAfterMs: null,
      };
    const dispatcher = isTrusted(url, this.options.trustedOrigins) ? this.inside : this.outside;
    try {
      const signal = AbortSignal.timeout(this.timeoutMs);
      const answer = await request(url, { method: "POST", headers, body, dispatcher, signal });
      const { statusCode } = answer;
      const excerpt = await excerptOf(answer.body, this.options.answerMaxBytes ?? excerptMaxBytes);
      const retryAfter = answer.headers["retry-after"];
      return {
        failure: failureOf(statusCode),
        statusCode,
        latencyMs: latencyMs(),
        excerpt,
        retryAfterMs: retryAfterMsOf(typeof retryAfter === "string" ? retryAfter : undefined, new Date()),
      };
    } catch (error) {
      return {
        failure: failureBehind(error),
        statusCode: null,
        latencyMs: latencyMs(),
        excerpt: null,
        retryAfterMs: null,
      };
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.outside.destroy(), this.inside.destroy()]);
  }
}

/** What comes after the first kilobytes is not waited for; that the rest breaks off does not undo the status. */
async function excerptOf(body: Dispatcher.ResponseData["body"], maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      if (!Buffer.isBuffer(chunk)) continue;
      chunks.push(chunk);
      length += chunk.length;
      if (length >= maxBytes) break;
    }
  } catch {
    // The status stands; of the text there is what came.
  } finally {
    body.destroy();
  }
  return readable(Buffer.concat(chunks).subarray(0, maxBytes));
}

/** Postgres takes no NUL, and what shows the text no control characters. */
function readable(bytes: Buffer): string {
  const text = new TextDecoder("utf-8").decode(bytes);
  // oxlint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "\ufffd");
}
