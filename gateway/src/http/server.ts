import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import { RequestRefused, statusOf } from "../errors.ts";
import type { GatewaySettings } from "../settings.ts";
import type { EventStreams } from "../stream/eventStream.ts";
import { streamFormatOf } from "../stream/streamFormat.ts";
import { filePrefix } from "@wegraph/kit/files";
import { restPrefix } from "../rest/restFace.ts";
import type { RestFace } from "../rest/restFace.ts";
import type { SocketServer } from "../stream/socketServer.ts";
import type { AuthFace } from "./auth.ts";
import { callOf } from "./call.ts";
import type { Call } from "./call.ts";
import type { ConsoleFiles } from "./consoleFiles.ts";
import type { FileFace } from "./files.ts";
import type { GraphqlHttp } from "./graphqlHttp.ts";
import type { Origins } from "./origins.ts";
import type { Probes } from "./probes.ts";
import type { SchemaDownload } from "./schemaDownload.ts";
import { addSecurityHeaders } from "./securityHeaders.ts";
import { sendErrors, sendRefusal } from "./send.ts";
import type { WebhookFace } from "./webhooks.ts";

export const graphqlPath = "/graphql";

export interface Faces {
  graphql: GraphqlHttp;
  eventStreams: EventStreams;
  sockets: SocketServer;
  auth: AuthFace | undefined;
  webhooks: WebhookFace;
  files: FileFace;
  probes: Probes;
  schema: SchemaDownload;
  rest: RestFace;
  console: ConsoleFiles | undefined;
  origins: Origins;
}

const headersTimeoutMs = 10_000;
/** Files alone take so long; other bodies have a limit of their own (`readBody`). */
const receiveTimeoutMs = 60 * 60_000;
/** Longer than the usual load balancer keeps its side open, so that it never sends into a closing connection. */
const keepAliveTimeoutMs = 65_000;
const unreadGraceMs = 1_000;
const sweepMs = 25;

/** Everything at one port. */
export class HttpServer {
  private readonly server: Server;
  private readonly secure: boolean;

  constructor(
    private readonly faces: Faces,
    private readonly settings: GatewaySettings,
    private readonly log: Logger,
  ) {
    this.secure = settings.publicUrl?.startsWith("https:") ?? false;
    this.server = createServer((request, response) => void this.answer(request, response));
    this.server.headersTimeout = headersTimeoutMs;
    this.server.requestTimeout = receiveTimeoutMs;
    this.server.keepAliveTimeout = keepAliveTimeoutMs;
    this.server.on("upgrade", (request: IncomingMessage, socket, head: Buffer) => {
      socket.on("error", () => undefined);
      const [path] = (request.url ?? "/").split("?");
      if (path === graphqlPath && request.headers.upgrade?.toLowerCase() === "websocket")
        return faces.sockets.upgrade(request, socket, head);
      return socket.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    });
  }

  listen(port: number, host?: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, host, () => {
        const address = this.server.address();
        resolve(typeof address === "object" && address ? address.port : port);
      });
    });
  }

  /** Takes no new request, lets the ones under way finish, and cuts what is left after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    // Again and again: a connection is idle only once its last answer has gone out.
    const sweep = setInterval(() => this.server.closeIdleConnections(), sweepMs);
    const timer = setTimeout(() => this.server.closeAllConnections(), graceMs);
    await closed;
    clearInterval(sweep);
    clearTimeout(timer);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = callOf(request, response, this.settings.trustedProxies);
    response.setHeader("x-request-id", call.correlationId);
    const face = this.faceOf(call);
    addSecurityHeaders(response, face ? "API" : "CONSOLE", this.secure);
    try {
      await (face ?? this.consoleFace)(call);
    } catch (error) {
      this.fail(call, error);
    }
  }

  private readonly consoleFace = async (call: Call): Promise<void> => {
    if (!this.faces.console) throw new AppError("NOT_FOUND", "PATH_UNKNOWN", "There is nothing here.");
    await this.faces.console.handle(call);
  };

  private faceOf({ path }: Call): ((call: Call) => Promise<void> | void) | null {
    const { auth, webhooks, files, probes, schema, rest } = this.faces;
    if (path === graphqlPath) return (call) => this.graphql(call);
    if (path === `${graphqlPath}/schema.graphql`) return (call) => schema.handle(call);
    if (path.startsWith(restPrefix)) return (call) => rest.handle(call);
    if (auth && path.startsWith("/auth/")) return (call) => auth.handle(call);
    if (path.startsWith("/webhooks/")) return (call) => webhooks.handle(call);
    if (path.startsWith(filePrefix)) return (call) => files.handle(call);
    if (path === "/healthz") return (call) => probes.live(call);
    if (path === "/readyz") return (call) => probes.ready(call);
    if (path === "/metrics") return (call) => probes.measure(call);
    return null;
  }

  private graphql(call: Call): Promise<void> | void {
    const { origins, eventStreams, graphql } = this.faces;
    const { request, response, method } = call;
    origins.addHeaders(request, response);
    if (method === "OPTIONS") return origins.answerPreflight(request, response);
    const format = streamFormatOf(request.headers.accept);
    return format && (method === "GET" || method === "POST")
      ? eventStreams.handle(call, format)
      : graphql.handle(call);
  }

  private fail({ request, response, correlationId }: Call, error: unknown): void {
    if (response.headersSent || response.destroyed) {
      if (!response.writableEnded) response.destroy();
      return;
    }
    // The rest of a body that was refused is not read; the client gets a moment to read the answer instead.
    if (!request.complete) {
      response.setHeader("connection", "close");
      response.once("finish", () => setTimeout(() => request.socket.destroy(), unreadGraceMs).unref());
      request.resume();
    }
    // A page or file that is missing today may be there with the next version.
    response.setHeader("cache-control", "no-store");
    if (error instanceof AppError) return sendRefusal(response, error, correlationId);
    if (error instanceof RequestRefused) {
      const errors = error.errors.map((each) => each.toJSON());
      return sendErrors(response, statusOf(errors[0]?.extensions?.["code"]), errors);
    }
    this.log.error({ err: error, correlationId }, "request failed");
    const internal = new AppError(
      "INTERNAL",
      "UNEXPECTED",
      "Something went wrong. Give the correlation id to support.",
    );
    return sendRefusal(response, internal, correlationId);
  }
}
