import { AppError } from "@wegraph/kit/errors";
import { fileBytesMax } from "@wegraph/kit/files";
import type { ServeFile } from "@wegraph/kit/files";
import { isSignedIn, refusal } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { Slots } from "@wegraph/kit/slots";
import type { Identification } from "../identity/identify.ts";
import { rateHeaders } from "../limit/admission.ts";
import type { Admission } from "../limit/admission.ts";
import { readBody } from "./body.ts";
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

/** A file is whole in memory while it is handed over: so many at once are 160 MB. */
const underWayMax = 8;
const waitingMax = 64;

/** Takes files in and gives them out: GraphQL carries no bytes. Who asks, how often and how much is settled here. */
export class FileFace {
  private readonly slots = new Slots(underWayMax);

  constructor(private readonly options: FileFaceOptions) {}

  async handle(call: Call): Promise<void> {
    const { request, response, method } = call;
    const { origins } = this.options;
    origins.addHeaders(request, response);
    if (method === "OPTIONS") return origins.answerPreflight(request, response, "GET, POST");
    const [, , domain = "", ...rest] = call.path.split("/");
    const serve = Object.hasOwn(this.options.files, domain) ? this.options.files[domain] : undefined;
    if (!serve) throw new AppError("NOT_FOUND", "PATH_UNKNOWN", "There is nothing here.");
    if (method !== "GET" && method !== "POST") {
      response.setHeader("allow", "GET, POST");
      throw new AppError("INVALID_INPUT", "METHOD_NOT_ALLOWED", "Send this by GET or POST.");
    }
    // Before a byte is read: strangers send no files.
    const principal = await this.callerOf(call);
    if (this.slots.waiting >= waitingMax)
      throw new AppError("UNAVAILABLE", "FILES_BUSY", "Too many files are under way. Try again later.");
    await this.slots.run(() => this.exchange(call, serve, { method, path: rest.join("/"), principal }));
  }

  private async exchange(
    { request, response, search, correlationId }: Call,
    serve: ServeFile,
    { method, path, principal }: { method: "GET" | "POST"; path: string; principal: Principal },
  ): Promise<void> {
    const body = method === "POST" ? await readBody(request, fileBytesMax) : Buffer.alloc(0);
    const query = new URLSearchParams(search);
    const contentType = request.headers["content-type"] ?? "application/octet-stream";
    const answer = await serve({ method, path, query, contentType, body, principal, correlationId });
    response.writeHead(answer.status, {
      ...answer.headers,
      "content-length": Buffer.byteLength(answer.body),
    });
    response.end(answer.body);
  }

  private async callerOf({ request, response, address, userAgent }: Call): Promise<Principal> {
    const { identification, admission } = this.options;
    const principal = await identification.principalOf(request.headers, { address, userAgent });
    for (const [name, value] of Object.entries(rateHeaders(admission.admit({ principal, address }))))
      response.setHeader(name, value);
    if (!isSignedIn(principal)) throw refusal(principal, []);
    return principal;
  }
}
