import type { IncomingMessage } from "node:http";
import { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import type { Metrics } from "@wegraph/kit/metrics";
import type { ReceiveWebhook, WebhookAnswer } from "@wegraph/kit/webhook";
import type { Admission } from "../limit/admission.ts";
import type { GatewaySettings } from "../settings.ts";
import { AddressList } from "./addressList.ts";
import { readBody } from "./body.ts";
import type { Call } from "./call.ts";

/** By the first part of the path after `/webhooks/`: who verifies, stores and acknowledges. */
export type Webhooks = Readonly<Record<string, ReceiveWebhook>>;

export interface WebhookFaceOptions {
  webhooks: Webhooks;
  admission: Admission;
  settings: Pick<GatewaySettings, "bodyBytesMax" | "webhooks">;
  log: Logger;
  metrics: Metrics;
}

/** Hands what outside systems call in to the domain that knows them, unread. */
export class WebhookFace {
  /** By path, the longest first: what holds for a path holds below it. */
  private readonly lists: readonly { path: string; list: AddressList }[];
  private readonly durations;

  constructor(private readonly options: WebhookFaceOptions) {
    this.lists = Object.entries(options.settings.webhooks.allowedAddresses)
      .map(([path, networks]) => ({ path, list: new AddressList(networks) }))
      .toSorted((one, other) => other.path.length - one.path.length);
    this.durations = options.metrics.histogram(
      "gateway_webhook_seconds",
      "Time to receive and acknowledge what an outside system sent.",
      ["domain", "status"],
    );
  }

  async handle(call: Call): Promise<void> {
    const { response, method, address } = call;
    const { webhooks, admission } = this.options;
    const [, , domain = "", ...rest] = call.path.split("/");
    const receive = Object.hasOwn(webhooks, domain) ? webhooks[domain] : undefined;
    if (!receive || climbing.test(call.path))
      throw new AppError("NOT_FOUND", "PATH_UNKNOWN", "There is nothing here.");
    const endTimer = this.durations.startTimer({ domain });
    response.once("close", () => endTimer({ status: response.statusCode }));

    admission.admitWebhook(address);
    this.refuseForeign(call, [domain, ...rest].join("/"));
    // Providers verify an address by GET before they send to it by POST.
    if (method !== "POST" && method !== "GET") {
      response.setHeader("allow", "GET, POST");
      throw new AppError("INVALID_INPUT", "METHOD_NOT_ALLOWED", "Send this by POST.");
    }
    const answer = await this.received(call, receive, rest.join("/"));
    response.writeHead(answer.status, { "content-type": answer.contentType ?? "text/plain; charset=utf-8" });
    response.end(answer.body ?? "");
  }

  private async received(call: Call, receive: ReceiveWebhook, path: string): Promise<WebhookAnswer> {
    const { request, method, address, correlationId } = call;
    const { bodyBytesMax, webhooks } = this.options.settings;
    const headers = headersOf(request);
    const rawBody = await within(webhooks.receiveTimeoutMs, readBody(request, bodyBytesMax), tooSlow);
    const query = new URLSearchParams(call.search);
    const answered = receive({ method, path, query, headers, rawBody, address, correlationId });
    return within(webhooks.answerTimeoutMs, answered, unanswered);
  }

  private refuseForeign({ address, correlationId }: Call, path: string): void {
    const list = this.lists.find((each) => path === each.path || path.startsWith(`${each.path}/`))?.list;
    if (!list || list.has(address)) return;
    this.options.log.warn(
      { address, path, correlationId },
      "webhook from an address that is not on the list",
    );
    throw new AppError("FORBIDDEN", "ADDRESS_REFUSED", "Nothing is taken from this address.");
  }
}

/** `..` and the like: whoever tidies such a path up later would end somewhere else than was looked at here. */
const climbing = /(^|\/)(\.|%2e){1,2}(\/|$)|\\/i;

/** What proxies and browsers write more than once by right. */
const mayRepeat = /^(accept.*|cache-control|connection|cookie|forwarded|via|x-forwarded-.*)$/;

/** A second signature or timestamp would leave it to chance which of the two is checked, and which believed. */
function headersOf({ headersDistinct }: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values = []]) => {
      if (values.length > 1 && !mayRepeat.test(name))
        throw new AppError("INVALID_INPUT", "HEADER_REPEATED", `The header ${name} is there more than once.`);
      return [name, values.join(", ")];
    }),
  );
}

/** The sender is told that it did not work, so that it sends again. */
async function within<T>(timeoutMs: number, work: Promise<T>, late: AppError): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const lateness = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late), timeoutMs);
  });
  work.catch(() => undefined);
  return Promise.race([work, lateness]).finally(() => clearTimeout(timer));
}

const tooSlow = new AppError("TIMEOUT", "BODY_TOO_SLOW", "The body did not come in time.");
const unanswered = new AppError(
  "TIMEOUT",
  "WEBHOOK_UNANSWERED",
  "This was not taken in time. Send it again.",
);
