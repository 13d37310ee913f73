import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { CloseCode } from "graphql-ws";
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from "graphql-ws";
import { WebSocketServer } from "ws";
import { AppError } from "@wegraph/kit/errors";
import type { Metrics } from "@wegraph/kit/metrics";
import { addressOf } from "../http/call.ts";
import type { Origins } from "../http/origins.ts";
import { refreshAll } from "./refreshAll.ts";
import { SocketSession, goingAway } from "./socketSession.ts";
import type { StreamParts } from "./streamParts.ts";

/** WebSockets on the GraphQL path, until the gateway drains. */
export class SocketServer {
  private readonly sessions = new Set<SocketSession>();
  private readonly sockets: WebSocketServer;
  private readonly pings: NodeJS.Timeout;
  private draining = false;

  constructor(
    private readonly parts: StreamParts,
    private readonly origins: Origins,
    metrics: Metrics,
  ) {
    const { messageBytesMax, keepAliveMs } = parts.settings.streams;
    this.sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: messageBytesMax,
      // Deflating per connection costs far more memory than it saves in bytes of small events.
      perMessageDeflate: false,
      handleProtocols: (offered) =>
        offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false,
    });
    this.pings = setInterval(() => this.sessions.forEach((session) => session.ping()), keepAliveMs).unref();
    const { sessions } = this;
    const gauge = metrics.gauge("gateway_sockets", "Open WebSockets.");
    Object.assign(gauge, { collect: () => gauge.set(sessions.size) });
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { settings, counts } = this.parts;
    if (this.draining) return refuse(socket, "503 Service Unavailable");
    if (!this.origins.permits(request)) return refuse(socket, "403 Forbidden");
    const address = addressOf(request, settings.trustedProxies);
    let release: () => void;
    try {
      release = counts.take(`address:${address}`, settings.streams.connectionsPerAddressMax);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return refuse(socket, "429 Too Many Requests");
    }
    socket.once("close", release);
    this.sockets.handleUpgrade(request, socket, head, (connection) => {
      if (connection.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL)
        return connection.close(CloseCode.SubprotocolNotAcceptable, "Subprotocol not acceptable");
      const userAgent = request.headers["user-agent"]?.slice(0, 300) ?? null;
      const session = new SocketSession(connection, socket, { address, userAgent }, this.parts);
      this.sessions.add(session);
      connection.once("close", () => this.sessions.delete(session));
    });
  }

  /** Running subscriptions go on where they stand, by the graph that is now. */
  refresh(): Promise<void> {
    return refreshAll(this.sessions);
  }

  /** Asks every client to come back, to another process or a later one. */
  drain(): void {
    this.draining = true;
    clearInterval(this.pings);
    for (const session of this.sessions) session.close(goingAway, "Going away");
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
