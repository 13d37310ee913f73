import { inTenant } from "@wegraph/database/scope";
import type { Logger } from "@wegraph/kit/log";
import type { Metrics } from "@wegraph/kit/metrics";
import type { WebhookAnswer, WebhookRequest } from "@wegraph/kit/webhook";
import { systemOrigin } from "@wegraph/kit/outbox";
import { isUuid } from "@wegraph/kit/validate";
import type { Snapshot } from "../account/account.facts.ts";
import { pathTo } from "../account/account.observe.ts";
import { setDue } from "../account/account.store.ts";
import { isStale } from "../account/account.transitions.ts";
import type { Step, Transitions } from "../account/account.transitions.ts";
import { callbackPath } from "../corp/corp.directory.ts";
import type { CorpDirectory } from "../corp/corp.directory.ts";
import { readCallback } from "../provider/callback.ts";
import type { CallbackRefusal, InstanceCallback } from "../provider/callback.ts";
import type { WecomDatabase } from "../wecom.database.ts";

/** The part of a webhook that a callback is told by. */
export type IngressRequest = Pick<WebhookRequest, "path" | "headers" | "rawBody" | "address">;

interface IngressParts {
  db: WecomDatabase;
  corps: CorpDirectory;
  transitions: Transitions;
  clock: () => Date;
  log: Logger;
  metrics: Metrics;
}

const statuses: Readonly<Record<CallbackRefusal, number>> = {
  signature: 401,
  timestamp: 401,
  malformed: 400,
  too_large: 413,
};

/** How much one callback moves the mean of their lateness. */
const memory = 0.2;

/**
 * Where providers announce what happens to instances. Nothing of a callback is believed before its signature is
 * verified; a caller learns no more than the status. What it says goes through the same life cycle as everything
 * else, so one that comes late, twice or out of order changes nothing.
 */
export class CallbackIngress {
  private readonly counted;
  private readonly tenants = new Map<string, string>();

  constructor(private readonly parts: IngressParts) {
    this.counted = parts.metrics.counter(
      "wecom_callbacks_total",
      "Callbacks of providers, by what became of them.",
      ["result"],
    );
  }

  /** 2xx once what it says is committed; 5xx asks the provider to send it again. */
  async handle(request: IngressRequest): Promise<WebhookAnswer> {
    const corpId = request.path.startsWith(callbackPath) ? request.path.slice(callbackPath.length) : "";
    const tenantId = isUuid(corpId) ? await this.tenantOf(corpId) : null;
    const access = tenantId === null ? null : await this.parts.corps.access(tenantId, corpId);
    // Whether there is such a corporation is nobody's business.
    if (tenantId === null || access === null) return this.refuse("signature", request);

    const { headers, rawBody: body } = request;
    const reading = readCallback({ headers, body }, [access.callback.secret], this.parts.clock());
    if (!reading.ok) return this.refuse(reading.refusal, request);

    const result = await inTenant(tenantId, () => this.take(tenantId, corpId, reading.callback));
    this.counted.inc({ result });
    return { status: 204 };
  }

  private async take(tenantId: string, corpId: string, callback: InstanceCallback): Promise<string> {
    const { db, transitions, clock } = this.parts;
    const drive = await db.tenant.accountDrive.findFirst({
      where: { instanceId: callback.guid, account: { corpId, deletedAt: null } },
      select: { accountId: true, callbackDelayMs: true },
    });
    if (!drive) return "unknown_instance";
    const { accountId } = drive;
    const delayMs = Math.max(0, clock().getTime() - callback.at.getTime());
    const callbackDelayMs =
      drive.callbackDelayMs === null
        ? delayMs
        : drive.callbackDelayMs + memory * (delayMs - drive.callbackDelayMs);
    let verdict = "late";
    try {
      const decisions = await transitions.apply({
        accountId,
        origin: {
          ...systemOrigin("instance", tenantId, callback.id),
          actor: { kind: "PROVIDER", id: "instance", name: "instance provider", address: null },
        },
        steps: (snapshot) => {
          verdict = judge(snapshot, callback);
          return verdict === "news" ? stepsOf(snapshot, callback) : [];
        },
        learnt: { callbackDelayMs },
      });
      if (decisions.length > 0) return "applied";
      if (verdict === "news") await this.note(accountId, callback, callbackDelayMs);
      return verdict === "news" ? "noted" : verdict;
    } catch (error) {
      if (!isStale(error)) throw error;
      // Others were at the account all the time; the driver looks for itself.
      await setDue(db.tenant, accountId, 0);
      return "woken";
    }
  }

  /** News that changes no state: what is older than it is old from now on. */
  private async note(accountId: string, { seq }: InstanceCallback, callbackDelayMs: number): Promise<void> {
    await this.parts.db.tenant.accountDrive.updateMany({
      where: { accountId, providerSeq: { lt: seq } },
      data: { providerSeq: seq, callbackDelayMs },
    });
  }

  /** A corporation never changes its tenant, so what is known stays known. */
  private async tenantOf(corpId: string): Promise<string | null> {
    const known = this.tenants.get(corpId);
    if (known !== undefined) return known;
    const corp = await this.parts.db
      .system("callback-ingress")
      .corp.findUnique({ where: { id: corpId }, select: { tenantId: true } });
    if (corp) this.tenants.set(corpId, corp.tenantId);
    return corp?.tenantId ?? null;
  }

  private refuse(refusal: CallbackRefusal, { path, address }: IngressRequest): WebhookAnswer {
    this.counted.inc({ result: refusal });
    this.parts.log.warn({ refusal, path: path.slice(0, 100), address }, "callback refused");
    return { status: statuses[refusal] };
  }
}

function judge({ account, drive }: Snapshot, { seq }: InstanceCallback): "late" | "not_awaited" | "news" {
  // The QR code comes with the answer to our own request; until then whatever is announced is of an earlier log-in.
  if (account.status === "INITIALIZING") return "not_awaited";
  return BigInt(seq) <= drive.providerSeq ? "late" : "news";
}

function stepsOf({ account, login }: Snapshot, { instance }: InstanceCallback): Step[] {
  return pathTo(account.status, instance, login?.qr?.token ?? null).map(({ event, reason }) => ({
    event,
    facts: { byPerson: false, observed: instance, ...(reason !== undefined && { reason }) },
  }));
}
