import { createHash, timingSafeEqual } from "node:crypto";
import type { Health } from "@wegraph/kit/health";
import type { Metrics } from "@wegraph/kit/metrics";
import { AppError } from "@wegraph/kit/errors";
import { platformVersion } from "@wegraph/kit/version";
import type { Call } from "./call.ts";
import { sendJson } from "./send.ts";

const version = platformVersion();

export interface ProbesOptions {
  health: Health;
  metrics: Metrics;
  metricsToken: string | undefined;
  isDraining: () => boolean;
}

/** What orchestrators and scrapers ask. */
export class Probes {
  constructor(private readonly options: ProbesOptions) {}

  /**
   * The public status: how it is in one word, and the version. 200 whatever the word is: the process answers, and an
   * orchestrator must not restart it for its database's sake.
   */
  async live({ response }: Call): Promise<void> {
    sendJson(response, 200, { ok: true, status: await this.options.health.overall(), version });
  }

  async ready({ response }: Call): Promise<void> {
    if (this.options.isDraining()) return sendJson(response, 503, { ok: false, draining: true });
    const report = await this.options.health.report();
    sendJson(response, report.ok ? 200 : 503, report);
  }

  async measure({ request, response }: Call): Promise<void> {
    const { metrics, metricsToken } = this.options;
    // A reverse proxy on this machine is local as well, but whoever it speaks for is not.
    const direct =
      request.headers["x-forwarded-for"] === undefined && request.headers.forwarded === undefined;
    const local = direct && isLoopback(request.socket.remoteAddress ?? "");
    if (!local && !isBearer(request.headers.authorization, metricsToken))
      throw new AppError("NOT_FOUND", "PATH_UNKNOWN", "There is nothing here.");
    response.setHeader("content-type", metrics.registry.contentType);
    response.end(await metrics.registry.metrics());
  }
}

function isLoopback(address: string): boolean {
  return address === "::1" || /^(::ffff:)?127\./.test(address);
}

function isBearer(authorization: string | undefined, token: string | undefined): boolean {
  return token !== undefined && timingSafeEqual(digest(authorization ?? ""), digest(`Bearer ${token}`));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
