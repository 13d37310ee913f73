import { randomBytes } from "node:crypto";
import type { Logger } from "@wegraph/kit/log";
import type { Metrics } from "@wegraph/kit/metrics";
import { isUuid } from "@wegraph/kit/validate";
import type { WebhookAnswer, WebhookRequest } from "@wegraph/kit/webhook";
import type { CallbackHandler } from "../callback.handler.ts";
import { ReceiptIds } from "../callback.id.ts";
import { appCallbackPath, newCallbackKeys } from "../callback.keys.ts";
import { kindOf, nameOf, sentAtOf } from "../callback.kinds.ts";
import type { CallbackVault } from "../callback.vault.ts";
import { readUrlCheck, readWecomCallback } from "../wecomCallback.reader.ts";
import type { CallbackKeys, WecomCallback, WecomCallbackRefusal } from "../wecomCallback.reader.ts";
import type { AppDirectory, CallbackApp } from "./app.directory.ts";
import type { AppVerification } from "./app.verification.ts";
import { storedKey } from "./callback.insert.ts";
import type { NewCallback } from "./callback.insert.ts";
import type { CallbackInbox } from "./callback.inbox.ts";
import type { RefusalCounts } from "./refusal.counts.ts";
import type { RefusalLimits } from "./refusal.limits.ts";

/** The part of a webhook that a callback of WeCom is told by. */
export type AppCallbackRequest = Pick<WebhookRequest, "method" | "path" | "query" | "rawBody" | "address">;

export interface AppIngressParts {
  apps: AppDirectory;
  inbox: CallbackInbox;
  verification: AppVerification;
  vault: CallbackVault;
  limits: RefusalLimits;
  refusals: RefusalCounts;
  handlers: readonly CallbackHandler[];
  clock: () => Date;
  log: Logger;
  metrics: Metrics;
}

const statuses: Readonly<Record<WecomCallbackRefusal, number>> = {
  signature: 401,
  timestamp: 401,
  undecryptable: 400,
  receive_id: 400,
  malformed: 400,
  too_large: 413,
};

/**
 * Where WeCom calls in for an application (WeCom path/90930). GET checks the address, POST brings a callback, which is
 * answered when it is durable and handled afterwards. A caller learns no more than the status; an account that is not
 * there is answered as a wrong signature, after the same computation.
 */
export class AppIngress {
  private readonly ids = new ReceiptIds();
  private readonly counted;
  /** Nobody knows these: what is checked against them is refused as late as a real signature would be. */
  private readonly nobody: CallbackKeys = { ...newCallbackKeys(), receiveId: randomBytes(9).toString("hex") };

  constructor(private readonly parts: AppIngressParts) {
    this.counted = parts.metrics.counter(
      "wecom_app_callbacks_total",
      "Callbacks of WeCom to applications, by what became of them at the door.",
      ["result"],
    );
  }

  /** 200 once what came is committed. */
  async handle(request: AppCallbackRequest): Promise<WebhookAnswer> {
    const { path, address } = request;
    const accountId = path.slice(appCallbackPath.length);
    if (!this.parts.limits.allows(address, accountId)) {
      this.counted.inc({ result: "limited" });
      return { status: 429 };
    }
    const app = isUuid(accountId) ? await this.parts.apps.find(accountId.toLowerCase()) : null;
    return request.method === "GET" ? this.check(request, app) : this.take(request, app);
  }

  private async check(request: AppCallbackRequest, app: CallbackApp | null): Promise<WebhookAnswer> {
    const reading = readUrlCheck(request.query, app?.keys ?? this.nobody, this.parts.clock());
    if (!reading.ok || !app) return this.refuse(reading.ok ? "signature" : reading.refusal, request, app);
    await this.parts.verification.verified(app, this.parts.clock());
    this.counted.inc({ result: "verified" });
    return { status: 200, body: reading.value };
  }

  private async take(request: AppCallbackRequest, app: CallbackApp | null): Promise<WebhookAnswer> {
    const { query, rawBody } = request;
    const now = this.parts.clock();
    const reading = readWecomCallback(query, rawBody, app?.keys ?? this.nobody, now);
    if (!reading.ok || !app) return this.refuse(reading.ok ? "signature" : reading.refusal, request, app);
    this.parts.limits.accepted(request.address, app.accountId);
    const isNew = await this.parts.inbox.store(this.entryOf(request, app, reading.value, now));
    this.counted.inc({ result: isNew ? "stored" : "duplicate" });
    return { status: 200, body: "success" };
  }

  private entryOf(
    { query, rawBody }: AppCallbackRequest,
    { tenantId, corpId, accountId, keys }: CallbackApp,
    { dedupKey, event, fields }: WecomCallback,
    now: Date,
  ): NewCallback {
    const { handlers, vault } = this.parts;
    const { id, receivedAt } = this.ids.next(now);
    const isWanted = handlers.some((handler) => handler.wants(event));
    const unwanted = event.kind === "unknown" ? "UNKNOWN_TYPE" : "NO_HANDLER";
    const agentId = Number(event.agentId);
    return {
      id,
      receivedAt,
      tenantId,
      corpId,
      accountId,
      agentId: Number.isInteger(agentId) && agentId > 0 && agentId < 2 ** 31 ? agentId : null,
      kind: kindOf(event),
      name: nameOf(fields),
      sentAt: sentAtOf(event, receivedAt),
      key: storedKey(accountId, dedupKey),
      isWanted,
      reason: isWanted ? null : unwanted,
      bodySealed: vault.seal(id, {
        signature: query.get("msg_signature") ?? "",
        timestamp: query.get("timestamp") ?? "",
        nonce: query.get("nonce") ?? "",
        body: rawBody.toString("utf8"),
        encodingAesKey: keys.encodingAesKey,
        receiveId: keys.receiveId,
      }),
    };
  }

  private refuse(
    refusal: WecomCallbackRefusal,
    { path, address }: AppCallbackRequest,
    app: CallbackApp | null,
  ): WebhookAnswer {
    const { limits, refusals, log } = this.parts;
    const accountId = path.slice(appCallbackPath.length);
    this.counted.inc({ result: refusal });
    if (app) refusals.add(app, refusal.toUpperCase());
    log.warn({ refusal, path: path.slice(0, 100), address }, "callback of WeCom refused");
    if (limits.refused(address, accountId))
      log.warn(
        { path: path.slice(0, 100), address },
        "callbacks refused too often; turned away for a minute",
      );
    return { status: statuses[refusal] };
  }
}
