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

/**
 * Hands webhooks on to the subgraphs' own servers, at `/webhooks/<subgraph>/…` beside their GraphQL.
 *
 * @param doors names that outside systems know, and the subgraph behind each; a subgraph that has one is not reached by
 * its own name.
 */
export function forwardWebhooks(
  urls: ReadonlyMap<string, string>,
  doors: ReadonlyMap<string, string> = new Map(),
): Webhooks {
  const behind = new Set(doors.values());
  const names = [
    ...[...urls.keys()].filter((name) => !behind.has(name)).map((name) => [name, name] as const),
    ...doors,
  ];
  return Object.fromEntries(
    names.flatMap(([door, name]) => {
      const url = urls.get(name);
      if (url === undefined) return [];
      return [[door, (call: WebhookRequest) => forward(name, new URL(url).origin, call)]];
    }),
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
