import { request } from "undici";
import { AppError } from "@wegraph/kit/errors";
import type { WebhookRequest } from "@wegraph/kit/webhook";
import type { Webhooks } from "./http/webhooks.ts";

const timeoutMs = 10_000;
/** Belong to one connection, not to the message. */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "te",
  "trailer",
  "host",
  "content-length",
  "expect",
]);

/** Hands webhooks on to the subgraphs' own servers, at `/webhooks/<subgraph>/…` beside their GraphQL. */
export function forwardWebhooks(urls: ReadonlyMap<string, string>): Webhooks {
  return Object.fromEntries(
    [...urls].map(([name, url]) => [
      name,
      (call: WebhookRequest) => forward(name, new URL(url).origin, call),
    ]),
  );
}

async function forward(name: string, origin: string, call: WebhookRequest) {
  const { method, path, query, headers, rawBody, address, correlationId } = call;
  const kept = Object.entries(headers).filter(
    ([header, value]) => value !== undefined && !hopByHop.has(header),
  );
  const target = new URL(`/webhooks/${name}/${path}`, origin);
  target.search = query.toString();
  try {
    const answer = await request(target, {
      method: method === "GET" ? "GET" : "POST",
      headers: { ...Object.fromEntries(kept), "x-forwarded-for": address, "x-request-id": correlationId },
      ...(method === "POST" && { body: rawBody }),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    const contentType = answer.headers["content-type"];
    return {
      status: answer.statusCode,
      body: await answer.body.text(),
      ...(typeof contentType === "string" && { contentType }),
    };
  } catch (cause) {
    // The provider is told to send it again.
    throw new AppError(
      "UNAVAILABLE",
      "SUBGRAPH_UNREACHABLE",
      "Nobody is there to take this right now.",
      {},
      { cause },
    );
  }
}
