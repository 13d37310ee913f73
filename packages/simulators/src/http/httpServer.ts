import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Logger } from "pino";
import { type Answer, invalid, Refusal, type Route } from "./answer.ts";

const bodyMaxBytes = 16 * 1024;
/** Longer than any driver should wait, so that it is always the driver who gives up. */
const hangMs = 30_000;

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

/** What answers everything below a path by itself, without routes. */
export interface Mount {
  readonly prefix: string;
  handle(request: IncomingMessage, response: ServerResponse): void;
}

export async function listen(
  routes: readonly Route[],
  options: { host: string; port: number; log: Logger; mounts?: readonly Mount[] },
): Promise<HttpServer> {
  const find = routeFinder(routes);
  const { mounts = [] } = options;
  const server = createServer((request, response) => {
    const mount = mounts.find(({ prefix }) => request.url?.startsWith(prefix));
    if (mount) return mount.handle(request, response);
    answer(find, request)
      .catch((cause: unknown): Answer => {
        if (cause instanceof Refusal) return cause.reply();
        options.log.error({ err: cause }, "request failed");
        return new Refusal(500, "INTERNAL", "The simulator failed.").reply();
      })
      .then((given) => send(request, response, given))
      .catch((cause: unknown) => options.log.error({ err: cause }, "answer not sent"));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  return { port: portOf(server), close: () => close(server) };
}

type Find = (method: string, path: string) => { route: Route; params: Record<string, string> };

async function answer(find: Find, request: IncomingMessage): Promise<Answer> {
  const { pathname, searchParams } = targetOf(request);
  const { route, params } = find(request.method ?? "GET", pathname);
  const bytes = await read(request, route.bodyMaxBytes ?? bodyMaxBytes);
  const address = request.socket.remoteAddress ?? "";
  return route.handle({
    params,
    query: searchParams,
    body: parseBody(bytes, request.headers["content-type"]),
    headers: request.headers,
    isLocal: /^(::ffff:)?127\.|^::1$/.test(address),
  });
}

function targetOf(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? "/", "http://simulator");
  } catch {
    throw invalid("The address is malformed.");
  }
}

function routeFinder(routes: readonly Route[]): Find {
  const known = routes.map((route) => ({ route, parts: route.path.split("/") }));
  return (method, path) => {
    const wanted = path.split("/");
    let isPathKnown = false;
    for (const { route, parts } of known) {
      const params = matched(parts, wanted);
      if (!params) continue;
      if (route.method === method) return { route, params };
      isPathKnown = true;
    }
    throw isPathKnown ? invalid("No such method here.", 405) : invalid("No such path.", 404);
  };
}

function matched(parts: readonly string[], wanted: readonly string[]): Record<string, string> | undefined {
  if (parts.length !== wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const value = wanted[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}

async function read(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Not destroyed when we stop reading: the refusal still has to go back over this connection.
  const incoming: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of incoming) {
    length += chunk.length;
    if (length > maxBytes) throw invalid(`The body is over ${maxBytes} bytes.`, 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseBody(bytes: Buffer, contentType: string | undefined): unknown {
  if (bytes.length === 0) return {};
  // A page in a browser cannot send this type to another site unasked.
  if (!contentType?.startsWith("application/json")) throw invalid("content-type must be application/json.");
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw invalid("The body is not JSON.");
  }
}

function send(request: IncomingMessage, response: ServerResponse, given: Answer): void {
  if (given === "drop") return void request.socket.destroy();
  if (given === "hang") {
    const timer = setTimeout(() => request.socket.destroy(), hangMs).unref();
    response.once("close", () => clearTimeout(timer));
    return;
  }
  const { status, headers, contentType, body } = given;
  // What is left of a body that was too large would be taken for the next request.
  const isUnread = !request.complete;
  response.writeHead(status, {
    ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
    "cache-control": "no-store",
    ...(contentType === undefined ? {} : { "content-type": contentType }),
    ...(isUnread ? { connection: "close" } : {}),
    ...headers,
  });
  response.end(body);
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
