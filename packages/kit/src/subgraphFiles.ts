import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { AppError } from "./errors.ts";
import type { ServeFile } from "./files.ts";
import { PrincipalSeal } from "./principal.ts";

interface Asked {
  /** Of the subgraph. */
  name: string;
  path: string;
  query: URLSearchParams;
  body: Buffer;
  correlationId: string;
  seal: PrincipalSeal;
  log: Logger;
}

/** A file at a subgraph's own port, for whoever brings a sealed principal: the gateway. It presents refusals. */
export async function serveSubgraphFile(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  serve: ServeFile,
  { name, path, query, body, correlationId, seal, log }: Asked,
): Promise<void> {
  try {
    const sealed = headers[PrincipalSeal.header];
    const principal = await seal.open(typeof sealed === "string" ? sealed : undefined, name);
    const contentType = headers["content-type"] ?? "application/octet-stream";
    const answer = await serve({
      method: method === "POST" ? "POST" : "GET",
      path,
      query,
      contentType,
      body,
      principal,
      correlationId,
    });
    response.writeHead(answer.status, answer.headers).end(answer.body);
  } catch (error) {
    const { code, reason, message, details } = refusalOf(error, correlationId, log);
    response
      .writeHead(code === "UNAUTHENTICATED" ? 401 : 422, { "content-type": "application/json" })
      .end(JSON.stringify({ error: { code, reason, message, details } }));
  }
}

function refusalOf(error: unknown, correlationId: string, log: Logger): AppError {
  if (error instanceof AppError) return error;
  log.error({ err: error, correlationId }, "file request failed");
  return new AppError("INTERNAL", "UNEXPECTED", "Something went wrong. Give the correlation id to support.");
}
