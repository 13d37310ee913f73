import type { IncomingMessage, ServerResponse } from "node:http";
import type { GatewaySettings } from "../settings.ts";

const exposed = "x-request-id, ratelimit-limit, ratelimit-remaining, ratelimit-reset, retry-after, location";

/** Which pages may talk to the gateway: its own, and those of the origins it was told. */
export class Origins {
  private readonly allowed: ReadonlySet<string>;

  constructor({ allowedOrigins, publicUrl }: Pick<GatewaySettings, "allowedOrigins" | "publicUrl">) {
    this.allowed = new Set(
      [...allowedOrigins, ...(publicUrl ? [publicUrl] : [])].map((url) => new URL(url).origin),
    );
  }

  /** Programs send no Origin; they are not what this guards against. */
  permits(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    if (origin === undefined) return true;
    return this.allowed.has(origin) || (URL.canParse(origin) && new URL(origin).host === host);
  }

  /** CORS headers for a page of another origin. No credentials: callers identify by header, never by cookie. */
  addHeaders(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader("vary", "Origin, Accept");
    const { origin } = request.headers;
    if (origin === undefined || !this.allowed.has(origin)) return;
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("access-control-expose-headers", exposed);
  }

  answerPreflight(request: IncomingMessage, response: ServerResponse, methods = "GET, POST"): void {
    if (this.permits(request)) {
      response.setHeader("access-control-allow-methods", methods);
      response.setHeader(
        "access-control-allow-headers",
        "authorization, content-type, x-request-id, last-event-id, idempotency-key",
      );
      response.setHeader("access-control-max-age", "600");
    }
    response.writeHead(204).end();
  }
}
