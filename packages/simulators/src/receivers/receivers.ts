import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { json, type Route } from "../http/answer.ts";
import type { Mount } from "../http/httpServer.ts";
import { parse } from "../http/parse.ts";
import { dingtalk } from "../robots/dingtalk.ts";
import { feishu } from "../robots/feishu.ts";
import { aliyun } from "../sms/aliyun.ts";
import { tencent } from "../sms/tencent.ts";
import { anyWebhook } from "./anyWebhook.ts";
import { Arrivals } from "./arrivals.ts";
import { arrivalsPage } from "./arrivals.page.ts";
import type { Receiver, ReceiverAnswer } from "./receiver.ts";
import { faultRules, ReceiverFaults } from "./receiverFaults.ts";

const prefix = "/receivers/";
const bodyMaxBytes = 1_000_000;
const hangMs = 60_000;

/** The systems notices are sent to: robots of groups, SMS, webhooks. Each below its own path, by its vendor's protocol. */
export class Receivers {
  readonly arrivals: Arrivals;
  readonly faults = new ReceiverFaults();
  readonly mount: Mount;
  readonly routes: readonly Route[];
  private readonly byName: ReadonlyMap<string, Receiver>;

  constructor(
    now: () => number,
    private readonly log: Logger,
  ) {
    this.arrivals = new Arrivals(now);
    const all = [
      dingtalk(this.arrivals, now),
      feishu(this.arrivals, now),
      aliyun(this.arrivals, now),
      tencent(this.arrivals, now),
      anyWebhook(this.arrivals),
    ];
    this.byName = new Map(all.map((each) => [each.name, each]));
    this.mount = { prefix, handle: (request, response) => this.handle(request, response) };
    this.routes = [
      { method: "GET", path: "/arrivals", handle: () => arrivalsPage(this.arrivals.of()) },
      {
        method: "GET",
        path: "/control/arrivals",
        handle: ({ query }) => json(200, { arrivals: this.arrivals.of(query.get("receiver") ?? undefined) }),
      },
      {
        method: "DELETE",
        path: "/control/arrivals",
        handle: () => {
          this.arrivals.clear();
          return json(200, {});
        },
      },
      {
        method: "GET",
        path: "/control/receivers/:name",
        handle: ({ params }) => json(200, { calls: this.faults.calls(params["name"] ?? "") }),
      },
      {
        method: "PUT",
        path: "/control/receivers/:name/faults",
        handle: ({ params, body }) => {
          this.faults.set(params["name"] ?? "", parse(faultRules, body));
          return json(200, {});
        },
      },
    ];
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    this.answer(request, response).catch((cause: unknown) => {
      this.log.error({ err: cause }, "receiver failed");
      response.destroy();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = await bodyOf(request);
    const url = new URL(request.url ?? "/", "http://simulator");
    const [name = "", ...rest] = url.pathname.slice(prefix.length).split("/");
    const receiver = this.byName.get(name);
    if (!receiver) return send(response, { status: 404, body: { error: "no such receiver" } });
    const { fate, delayMs } = this.faults.next(name);
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (fate === "drop") return void request.socket.destroy();
    if (fate === "server_error") return send(response, { status: 500, body: { error: "failed" } });
    if (fate === "limit" || fate === "refuse") return send(response, receiver.refusal(fate));
    // Signatures are made over the path that was asked for, which a receiver below a prefix does not see otherwise.
    const headers = { ...request.headers, "x-simulator-path": url.pathname };
    const answer = receiver.take({ path: `/${rest.join("/")}`, query: url.searchParams, headers, raw });
    if (fate === "lost_answer") return void request.socket.destroy();
    if (fate === "hang") return void setTimeout(() => request.socket.destroy(), hangMs).unref();
    send(response, answer);
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  const incoming: AsyncIterable<Buffer> = request;
  for await (const chunk of incoming) {
    length += chunk.length;
    if (length > bodyMaxBytes) throw new Error("the body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, { status, body }: ReceiverAnswer): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}
