import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Logger } from "pino";
import { AppError } from "./errors.ts";
import { fileMethods, fileRequestHeaders, headersAmong } from "./files.ts";
import type { ServeFile } from "./files.ts";
import { PrincipalSeal } from "./principal.ts";

interface Asked {
  /** Of the subgraph. */
  name: string;
  path: string;
  query: URLSearchParams;
  correlationId: string;
  seal: PrincipalSeal;
  log: Logger;
}

/** A refusal gets so long to be read before the rest of the body it refuses is cut off. */
const unreadGraceMs = 1_000;

/** A file at a subgraph's own port, for whoever brings a sealed principal: the gateway. It presents refusals. */
export async function serveSubgraphFile(
  request: IncomingMessage,
  response: ServerResponse,
  serve: ServeFile,
  { name, path, query, correlationId, seal, log }: Asked,
): Promise<void> {
  try {
    const sealed = request.headers[PrincipalSeal.header];
    const principal = await seal.open(typeof sealed === "string" ? sealed : undefined, name);
    const { headers, status, body } = await serve({
      method: fileMethods.find((method) => method === request.method) ?? "GET",
      path,
      query,
      headers: headersAmong(fileRequestHeaders, request.headers),
      body: request.iterator({ destroyOnReturn: false }),
      principal,
      correlationId,
    });
    endUnread(request, response);
    response.writeHead(status, headers);
    if (typeof body === "string" || Buffer.isBuffer(body)) response.end(body);
    else await pipeline(body, response);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    const { code, reason, message, details } = refusalOf(error, correlationId, log);
    endUnread(request, response);
    response
      .writeHead(code === "UNAUTHENTICATED" ? 401 : 422, { "content-type": "application/json" })
      .end(JSON.stringify({ error: { code, reason, message, details } }));
  }
}

/** What is left of a body is let go by: cut off at once, its sender would never read the answer. */
function endUnread(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  request.resume();
  response.once("finish", () => {
    const timer = setTimeout(() => request.socket.destroy(), unreadGraceMs).unref();
    request.once("end", () => clearTimeout(timer));
  });
}

function refusalOf(error: unknown, correlationId: string, log: Logger): AppError {
  if (error instanceof AppError) return error;
  log.error({ err: error, correlationId }, "file request failed");
  return new AppError("INTERNAL", "UNEXPECTED", "Something went wrong. Give the correlation id to support.");
}
