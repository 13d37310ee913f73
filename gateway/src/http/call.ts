import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** One HTTP request and what every handler of it needs to know. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly correlationId: string;
  readonly address: string;
  readonly userAgent: string | null;
}

const saneId = /^[\w.:-]{8,128}$/;
const userAgentCharactersMax = 300;

export function callOf(request: IncomingMessage, response: ServerResponse, trustedProxies: number): Call {
  const [path, search] = split(request.url ?? "/", "?");
  const given = request.headers["x-request-id"];
  return {
    request,
    response,
    method: request.method ?? "GET",
    path,
    search,
    correlationId: typeof given === "string" && saneId.test(given) ? given : randomUUID(),
    address: addressOf(request, trustedProxies),
    userAgent: request.headers["user-agent"]?.slice(0, userAgentCharactersMax) ?? null,
  };
}

/** The caller's address: what the outermost trusted proxy saw, since anything before it could be made up. */
export function addressOf(request: IncomingMessage, trustedProxies: number): string {
  const direct = request.socket.remoteAddress ?? "";
  if (trustedProxies === 0) return unmapped(direct);
  const forwarded = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter((hop) => hop !== "");
  return unmapped(forwarded.at(-trustedProxies) ?? forwarded[0] ?? direct);
}

/** IPv4 as a dual-stack socket reports it. */
function unmapped(address: string): string {
  return address.startsWith("::ffff:") && address.includes(".") ? address.slice("::ffff:".length) : address;
}

function split(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
