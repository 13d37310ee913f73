import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ApolloServer, HeaderMap } from "@apollo/server";
import { ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, print } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import type { Logger } from "pino";
import { v7 } from "uuid";
import { WebSocketServer } from "ws";
import { inTenant } from "@wegraph/database/scope";
import { RequestContext } from "./context.ts";
import { AppError } from "./errors.ts";
import type { Health } from "./health.ts";
import { LocalSubgraph } from "./localSubgraph.ts";
import type { Metrics } from "./metrics.ts";
import { presentError } from "./present.ts";
import { PrincipalSeal, isSignedIn } from "./principal.ts";
import type { Principal } from "./principal.ts";
import type { Subgraph } from "./schema.ts";
import type { ReceiveWebhook } from "./webhook.ts";

export interface SubgraphServerOptions {
  subgraph: Subgraph;
  port: number;
  seal: PrincipalSeal;
  log: Logger;
  health: Health;
  metrics: Metrics;
  /** Raw webhooks this domain takes, by path prefix after `/webhooks/`. */
  webhook?: ReceiveWebhook;
}

const bodyBytesMax = 1_048_576;

/**
 * A subgraph alone behind its own port, by Apollo Server and graphql-transport-ws, so that any federation router
 * can stand in front of it. It answers nobody without a principal sealed for it: not even introspection.
 */
export async function serveSubgraph(
  options: SubgraphServerOptions,
): Promise<{ port: number; close(): Promise<void> }> {
  const { subgraph, seal, log } = options;
  const apollo = new ApolloServer<RequestContext>({
    schema: subgraph.schema,
    introspection: true,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    formatError: (formatted, thrown) => {
      const original = unwrapResolverError(thrown);
      if (!(original instanceof Error) || original instanceof GraphQLError) {
        const malformed = { code: "INVALID_INPUT", reason: "REQUEST_MALFORMED" };
        return { ...formatted, extensions: malformed };
      }
      const error = new GraphQLError(formatted.message, {
        path: formatted.path ?? null,
        originalError: original,
      });
      return presentError(error, { correlationId: v7(), log });
    },
    stopOnTerminationSignals: false,
  });
  await apollo.start();

  const http = createServer((request, response) => {
    answer(request, response, options, apollo).catch((err: unknown) => {
      log.error({ err }, "subgraph request failed");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const sockets = new WebSocketServer({ server: http, path: "/graphql", maxPayload: bodyBytesMax });
  const local = new LocalSubgraph(subgraph, log);
  const streams = useServer(
    {
      onConnect: async ({ extra, connectionParams }) => {
        const sealed = connectionParams?.[PrincipalSeal.header];
        const principal = await seal
          .open(typeof sealed === "string" ? sealed : undefined, subgraph.name)
          .catch(() => null);
        if (!principal) return false;
        const requestId = connectionParams?.["x-request-id"];
        Object.assign(extra, { principal, correlationId: typeof requestId === "string" ? requestId : v7() });
        return true;
      },
      schema: subgraph.schema,
      execute: (args) =>
        local.execute({
          ...carried(args.contextValue),
          query: print(args.document),
          document: args.document,
          ...variables(args),
        }),
      subscribe: (args) =>
        local.subscribe({
          ...carried(args.contextValue),
          query: print(args.document),
          document: args.document,
          ...variables(args),
        }),
      context: ({ extra }) => extra,
    },
    sockets,
  );

  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(options.port, resolve);
  });
  const { port } = http.address() as AddressInfo;
  log.info({ port, subgraph: subgraph.name }, "subgraph listens");
  return {
    port,
    async close() {
      await streams.dispose();
      await apollo.stop();
      http.closeIdleConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

interface Carried {
  principal: Principal;
  correlationId: string;
}

function carried(context: unknown): Carried {
  const { principal, correlationId } = context as Carried;
  return { principal, correlationId };
}

function variables(args: {
  variableValues?: { readonly [name: string]: unknown } | null | undefined;
  operationName?: string | null | undefined;
}) {
  return {
    variables: { ...args.variableValues },
    ...(args.operationName != null && { operationName: args.operationName }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { subgraph, seal, log, health, metrics, webhook }: SubgraphServerOptions,
  apollo: ApolloServer<RequestContext>,
): Promise<void> {
  const { pathname, search } = new URL(request.url ?? "/", "http://subgraph");
  if (pathname === "/healthz" || pathname === "/readyz") {
    const report = await health.report();
    return send(response, report.ok ? 200 : 503, report);
  }
  if (pathname === "/metrics")
    return void response
      .setHeader("content-type", metrics.registry.contentType)
      .end(await metrics.registry.metrics());
  const rawBody = await readBody(request);
  if (!rawBody) return send(response, 413, { error: "The body is too large." });
  const requestId = request.headers["x-request-id"];
  const correlationId = typeof requestId === "string" ? requestId : v7();
  const prefix = `/webhooks/${subgraph.name}/`;
  if (webhook && pathname.startsWith(prefix)) {
    const given = await webhook({
      method: request.method ?? "GET",
      path: pathname.slice(prefix.length),
      query: new URLSearchParams(search),
      headers: Object.fromEntries(headerMap(request)),
      rawBody,
      address: request.socket.remoteAddress ?? "",
      correlationId,
    });
    response.writeHead(given.status, { "content-type": given.contentType ?? "text/plain; charset=utf-8" });
    return void response.end(given.body);
  }
  if (pathname !== "/graphql") return send(response, 404, { error: "There is nothing here." });

  let principal: Principal;
  try {
    const sealed = request.headers[PrincipalSeal.header];
    principal = await seal.open(Array.isArray(sealed) ? sealed[0] : sealed, subgraph.name);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, reason, message } = error;
    return send(response, 401, { errors: [{ message, extensions: { code, reason } }] });
  }
  const run = async () =>
    await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method ?? "POST",
        headers: headerMap(request),
        search,
        body: parseJson(rawBody),
      },
      context: async () => new RequestContext(principal, correlationId, log),
    });
  const result = await (isSignedIn(principal) ? inTenant(principal.tenantId, run) : run());
  for (const [name, value] of result.headers) response.setHeader(name, value);
  response.statusCode = result.status ?? 200;
  if (result.body.kind === "complete") response.end(result.body.string);
  else {
    for await (const chunk of result.body.asyncIterator) response.write(chunk);
    response.end();
  }
}

function headerMap(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  return headers;
}

/** The whole body, or null when it is over the limit. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyBytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What is not JSON is handed on as it is: Apollo Server then says what is wrong with it. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return body.toString("utf8");
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
