import { AppError } from "@wegraph/kit/errors";
import type { ReceiveWebhook } from "@wegraph/kit/webhook";
import type { Admission } from "../limit/admission.ts";
import { readBody } from "./body.ts";
import type { Call } from "./call.ts";

/** By the first part of the path after `/webhooks/`: who verifies, stores and acknowledges. */
export type Webhooks = Readonly<Record<string, ReceiveWebhook>>;

/** Hands what outside systems call in to the domain that knows them, unread. */
export class WebhookFace {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly admission: Admission,
    private readonly bodyBytesMax: number,
  ) {}

  async handle(call: Call): Promise<void> {
    const { request, response, method, address, correlationId } = call;
    const [, , prefix = "", ...rest] = call.path.split("/");
    const receive = Object.hasOwn(this.webhooks, prefix) ? this.webhooks[prefix] : undefined;
    if (!receive) throw new AppError("NOT_FOUND", "PATH_UNKNOWN", "There is nothing here.");
    // Providers verify an address by GET before they send to it by POST.
    if (method !== "POST" && method !== "GET")
      throw new AppError("INVALID_INPUT", "METHOD_NOT_ALLOWED", "Send this by POST.");
    this.admission.admitWebhook(address);
    const answer = await receive({
      method,
      path: rest.join("/"),
      query: new URLSearchParams(call.search),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, single(value)]),
      ),
      rawBody: await readBody(request, this.bodyBytesMax),
      address,
      correlationId,
    });
    response.writeHead(answer.status, { "content-type": answer.contentType ?? "text/plain; charset=utf-8" });
    response.end(answer.body ?? "");
  }
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(", ") : value;
}
