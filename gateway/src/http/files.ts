import type { IncomingMessage, ServerResponse } from "node:http";
import { once } from "node:events";
import { pipeline } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import { AppError } from "@wegraph/kit/errors";
import { fileMethods, fileRequestHeaders, headersAmong } from "@wegraph/kit/files";
import type { FileMethod, ServeFile } from "@wegraph/kit/files";
import type { Principal } from "@wegraph/kit/principal";
import type { Identification } from "../identity/identify.ts";
import { rateHeaders } from "../limit/admission.ts";
import type { Admission } from "../limit/admission.ts";
import type { Call } from "./call.ts";
import type { Origins } from "./origins.ts";

/** By the first part of the path after `/files/`: the domain whose files they are. */
export type Files = Readonly<Record<string, ServeFile>>;

export interface FileFaceOptions {
  files: Files;
  identification: Identification;
  admission: Admission;
  origins: Origins;
}

/** Files pass through piece by piece, so many at once cost sockets rather than memory. */
const underWayMax = 256;
/** Nothing moves for so long: whoever is at the other end is taken to be gone. */
const idleMs = 30_000;
const readOnMs = 2_000;
const allowed = fileMethods.join(", ");

/** Takes files in and gives them out: GraphQL carries no bytes. Who asks and how often is settled here. */
export class FileFace {
  private underWay = 0;

  constructor(private readonly options: FileFaceOptions) {}

  async handle(call: Call): Promise<void> {
    const { request, response } = call;
    const { origins } = this.options;
    origins.addHeaders(request, response);
    if (call.method === "OPTIONS") return origins.answerPreflight(request, response, allowed);
    const [, , domain = "", ...rest] = call.path.split("/");
    const serve = Object.hasOwn(this.options.files, domain) ? this.options.files[domain] : undefined;
    if (!serve) throw new AppError("NOT_FOUND", "PATH_UNKNOWN", "There is nothing here.");
    const method = fileMethods.find((known) => known === call.method);
    if (!method) {
      response.setHeader("allow", allowed);
      throw new AppError("INVALID_INPUT", "METHOD_NOT_ALLOWED", `Send this by one of ${allowed}.`);
    }
    // Before a byte is read.
    const principal = await this.callerOf(call);
    if (this.underWay >= underWayMax)
      throw new AppError("UNAVAILABLE", "FILES_BUSY", "Too many files are under way. Try again later.");
    this.underWay += 1;
    request.socket.setTimeout(idleMs, () => request.socket.destroy());
    try {
      await this.exchange(call, serve, { method, path: rest.join("/"), principal });
    } catch (error) {
      await readOn(request);
      throw error;
    } finally {
      request.socket.setTimeout(0);
      this.underWay -= 1;
    }
  }

  private async exchange(
    { request, response, search, correlationId }: Call,
    serve: ServeFile,
    { method, path, principal }: { method: FileMethod; path: string; principal: Principal },
  ): Promise<void> {
    const { status, headers, body } = await serve({
      method,
      path,
      query: new URLSearchParams(search),
      headers: headersAmong(fileRequestHeaders, request.headers),
      body: request.iterator({ destroyOnReturn: false }),
      principal,
      correlationId,
    });
    dropUnread(request, response);
    if (typeof body !== "string" && !Buffer.isBuffer(body)) {
      response.writeHead(status, headers);
      // Whoever asked may go at any time; that is no fault of ours.
      return await pipeline(body, response).catch(() => void response.destroy());
    }
    const length = headers["content-length"] ?? String(Buffer.byteLength(body));
    response.writeHead(status, { ...headers, ...(status !== 304 && { "content-length": length }) });
    response.end(method === "HEAD" ? undefined : body);
  }

  /** May be nobody in particular: of strangers the domain takes and gives only what a link allows. */
  private async callerOf({ request, response, address, userAgent }: Call): Promise<Principal> {
    const { identification, admission } = this.options;
    const principal = await identification.principalOf(request.headers, { address, userAgent });
    for (const [name, value] of Object.entries(rateHeaders(admission.admit({ principal, address }))))
      response.setHeader(name, value);
    return principal;
  }
}

/** What nobody wanted of a body would stand before the next request. */
function dropUnread(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  response.setHeader("connection", "close");
  request.resume();
}

/** Browsers do not look at an answer before they have sent everything; a refusal waits for that, but not for long. */
async function readOn(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return;
  const isOver = Promise.race(["end", "close"].map((event) => once(request, event).catch(() => undefined)));
  request.resume();
  await Promise.race([isOver, setTimeout(readOnMs, undefined, { ref: false })]);
}
