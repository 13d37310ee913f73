import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { Logger } from "@wegraph/kit/log";
import { Slots } from "@wegraph/kit/slots";
import { v7 } from "uuid";
import type { MediaUploads } from "../../media/media.uploads.ts";
import { messageContent } from "../content/content.ts";
import type { MediaIds } from "../content/wireBody.ts";
import { needOf } from "../limits/limit.needs.ts";
import type { ProviderLimits } from "../limits/limits.service.ts";
import type { RateLimiter } from "../limits/rateLimiter.ts";
import { lanes } from "../message.enums.ts";
import type { Lane } from "../message.enums.ts";
import type { MessageJob, MessageQueue } from "../message.queue.ts";
import type { MessagePool, MessageTimings } from "../message.timings.ts";
import type { SendingAccounts } from "../routing/senders.ts";
import type { MessageClaims } from "./claims.ts";
import type { Waiting } from "./claims.ts";
import { dispatchOf } from "./dispatch.rules.ts";
import { settlementOf } from "./outcome.rules.ts";
import type { MessageSender, SendingApp, SendOutcome } from "./sender.ts";
import type { Settlement } from "./outcome.rules.ts";
import type { StatusWriter } from "./statusWriter.ts";
import type { SendingMetrics } from "./sending.metrics.ts";
import { requestsOf, sendingRequests } from "./sending.settings.ts";

export interface MessageWorkerOptions {
  claims: MessageClaims;
  accounts: SendingAccounts;
  limits: ProviderLimits;
  limiter: RateLimiter;
  sender: MessageSender;
  media: MediaUploads;
  writer: StatusWriter;
  timings: MessageTimings;
  pool: MessagePool;
  settings: LiveSettings;
  metrics: SendingMetrics;
  /** WeCom counts too many calls of this message's account. */
  onLimited: (message: { tenantId: string; accountId: string }) => void;
  clock: () => Date;
  log: Logger;
}

type Ready = Waiting & { app: SendingApp; mediaIds: MediaIds };
type Later = { id: string; createdAt: Date; afterMs: number };

const workingEveryMs = 5_000;
/** invalid media_id */
const mediaUnknown = "WECOM_40007";
const typesWithFiles: ReadonlySet<string> = new Set([
  "IMAGE",
  "VOICE",
  "VIDEO",
  "FILE",
  "LINK_CARD",
  "MINIPROGRAM",
  "TEMPLATE_CARD",
]);

/**
 * Sends messages. A job names some; whichever of them are still free are claimed with one statement and handed to WeCom
 * side by side. A worker that dies leaves claims that run out; one that was asleep hands nothing over under a claim
 * that may have.
 */
export class MessageWorker {
  private readonly slots: Record<Lane, Slots>;

  constructor(private readonly options: MessageWorkerOptions) {
    const { settings, pool } = options;
    const { SINGLE, BULK } = requestsOf(settings, pool);
    this.slots = { SINGLE: new Slots(SINGLE), BULK: new Slots(BULK) };
    settings.onChange((key) => {
      if (key !== sendingRequests.key) return;
      const now = requestsOf(settings, pool);
      for (const lane of lanes) this.slots[lane].resize(now[lane]);
    });
  }

  async start(queue: MessageQueue): Promise<void> {
    const { pool, timings } = this.options;
    for (const lane of lanes)
      await queue.work(lane, { concurrency: pool.jobs[lane], ackWaitMs: timings.ackWaitMs }, async (job) => {
        const alive = setInterval(() => job.stillWorking(), Math.min(workingEveryMs, timings.ackWaitMs / 3));
        try {
          await this.perform(lane, job);
        } finally {
          clearInterval(alive);
        }
      });
  }

  /** Resolves when everything that came of the job is durable. */
  async perform(lane: Lane, { tenantId, payload }: { tenantId: string; payload: MessageJob }): Promise<void> {
    const { claims } = this.options;
    const ready = await this.prepare(await claims.waiting(tenantId, payload.ids));
    if (ready.length === 0) return;
    const token = v7();
    // Before the claim: the lease counts from then, whenever its statement comes back.
    const sendBy = performance.now() + this.options.timings.leaseMs - this.options.sender.timeoutMs;
    const claimed = await claims.take(
      token,
      ready.map(({ id, createdAt, app }) => ({ id, createdAt, accountId: app.accountId })),
    );
    await Promise.all(
      ready.map(async (message) => {
        const checkDuplicates = claimed.get(message.id)?.duplicateChecked;
        if (checkDuplicates === undefined) return;
        const settlement = await this.slots[lane].run(() => this.send(message, { checkDuplicates, sendBy }));
        await this.write(message, token, settlement);
      }),
    );
  }

  /** Those to send now; the others are put off, or fail. */
  private async prepare(waiting: readonly Waiting[]): Promise<Ready[]> {
    const { accounts, limiter, limits, sender, timings, clock, claims } = this.options;
    if (waiting.length === 0) return [];
    const known = await accounts.find(waiting.map(({ accountId }) => accountId));
    const paused = await limiter.paused([...known.keys()]);
    const now = clock();
    const ready: Ready[] = [];
    const later: Later[] = [];
    const failing: Promise<void>[] = [];
    for (const message of waiting) {
      const account = known.get(message.accountId);
      const pausedMs = paused.get(message.accountId) ?? 0;
      const dispatch = dispatchOf(message, {
        account,
        pausedMs,
        canRepeat: sender.canRepeat(message),
        now,
        timings,
      });
      if (dispatch.kind === "SEND") ready.push({ ...message, app: dispatch.app, mediaIds: {} });
      else if (dispatch.kind === "WAIT") later.push({ ...message, afterMs: dispatch.afterMs });
      else failing.push(this.write(message, null, { status: "FAILED", code: dispatch.code }));
    }
    const equipped = await this.withMedia(ready, { later, failing });
    const inForce = await limits.inForce();
    const waits = await limiter.take(
      equipped.map((message) => needOf({ ...message.app, ...message }, inForce)),
    );
    const going = equipped.filter((message, i) => {
      const afterMs = waits[i] ?? 0;
      if (afterMs > 0) later.push({ ...message, afterMs });
      return afterMs === 0;
    });
    await Promise.all([claims.postpone(later), ...failing]);
    return going;
  }

  /** Files are brought before anything is claimed: it may take a minute, and a claim ends. */
  private async withMedia(
    ready: readonly Ready[],
    { later, failing }: { later: Later[]; failing: Promise<void>[] },
  ): Promise<Ready[]> {
    const equipped = await Promise.all(
      ready.map(async (message): Promise<Ready | null> => {
        if (!typesWithFiles.has(message.type)) return message;
        const { app, tenantId, maybeSent, sendingAt } = message;
        const content = messageContent.parse(message.content);
        const media = await this.options.media.ready(app, tenantId, content, maybeSent ? sendingAt : null);
        if (media.kind === "READY") return { ...message, mediaIds: media.mediaIds };
        if (media.kind === "WAIT") later.push({ ...message, afterMs: media.afterMs });
        else failing.push(this.write(message, null, { status: "FAILED", code: media.code }));
        return null;
      }),
    );
    return equipped.filter((message) => message !== null);
  }

  private async send(
    message: Ready,
    { checkDuplicates, sendBy }: { checkDuplicates: boolean; sendBy: number },
  ): Promise<Settlement> {
    const { limiter, timings, metrics, onLimited } = this.options;
    const { attempts, maybeSent } = message;
    // A repetition that WeCom would not drop (a twin has come meanwhile) must not be made.
    if (maybeSent && !checkDuplicates) return { status: "FAILED", code: "SEND_UNVERIFIED" };
    // The claim may run out before the answer: somebody else's turn.
    if (performance.now() > sendBy) return { status: "SENDING", afterMs: 0, maybeSent, code: "SEND_DELAYED" };
    const outcome = await this.handOver(message, checkDuplicates);
    metrics.sent(outcome);
    if (outcome.kind === "REFUSED" && outcome.cure.kind === "PAUSE") {
      onLimited(message);
      await limiter.pause(message.accountId, outcome.cure.ms);
    }
    if (await this.isForgotten(message, outcome))
      return { status: "SENDING", afterMs: timings.reconcileMs, maybeSent, code: mediaUnknown };
    return settlementOf(outcome, { attempts: attempts + 1, maybeSent }, timings);
  }

  /** WeCom has lost a file before its time; it is brought again. */
  private async isForgotten({ app, content }: Ready, outcome: SendOutcome): Promise<boolean> {
    if (outcome.kind !== "REFUSED" || outcome.code !== mediaUnknown) return false;
    return this.options.media.forget(app, messageContent.parse(content));
  }

  private async handOver(message: Ready, checkDuplicates: boolean): Promise<SendOutcome> {
    const { sender, log } = this.options;
    const { app, maybeSent: isRepeat } = message;
    try {
      return await sender.send(app, { ...message, checkDuplicates, isRepeat });
    } catch (err) {
      log.error({ err, messageId: message.id }, "message not sent");
      return { kind: "UNKNOWN", code: "SEND_INTERRUPTED" };
    }
  }

  private write(
    { id, createdAt, maybeSent }: Waiting,
    claim: string | null,
    settlement: Settlement,
  ): Promise<void> {
    return this.options.writer.write({
      id,
      createdAt,
      maybeSent,
      claim,
      settlement,
      at: this.options.clock(),
    });
  }
}
