import type { Logger } from "@wegraph/kit/log";
import { Slots } from "@wegraph/kit/slots";
import { v7 } from "uuid";
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

export interface MessageWorkerOptions {
  claims: MessageClaims;
  accounts: SendingAccounts;
  limits: ProviderLimits;
  limiter: RateLimiter;
  sender: MessageSender;
  writer: StatusWriter;
  timings: MessageTimings;
  pool: MessagePool;
  metrics: SendingMetrics;
  clock: () => Date;
  log: Logger;
}

type Ready = Waiting & { app: SendingApp };

const workingEveryMs = 5_000;

/**
 * Sends messages. A job names some; whichever of them are still free are claimed with one statement and handed to WeCom
 * side by side. A worker that dies leaves claims that run out; one that was asleep hands nothing over under a claim
 * that may have.
 */
export class MessageWorker {
  private readonly slots: Record<Lane, Slots>;

  constructor(private readonly options: MessageWorkerOptions) {
    const { SINGLE, BULK } = options.pool.requests;
    this.slots = { SINGLE: new Slots(SINGLE), BULK: new Slots(BULK) };
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
    const later: { id: string; createdAt: Date; afterMs: number }[] = [];
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
      if (dispatch.kind === "SEND") ready.push({ ...message, app: dispatch.app });
      else if (dispatch.kind === "WAIT") later.push({ ...message, afterMs: dispatch.afterMs });
      else failing.push(this.write(message, null, { status: "FAILED", code: dispatch.code }));
    }
    const inForce = await limits.inForce();
    const waits = await limiter.take(ready.map((message) => needOf({ ...message.app, ...message }, inForce)));
    const going = ready.filter((message, i) => {
      const afterMs = waits[i] ?? 0;
      if (afterMs > 0) later.push({ ...message, afterMs });
      return afterMs === 0;
    });
    await Promise.all([claims.postpone(later), ...failing]);
    return going;
  }

  private async send(
    message: Ready,
    { checkDuplicates, sendBy }: { checkDuplicates: boolean; sendBy: number },
  ): Promise<Settlement> {
    const { limiter, timings, metrics } = this.options;
    const { attempts, maybeSent } = message;
    // A repetition that WeCom would not drop (a twin has come meanwhile) must not be made.
    if (maybeSent && !checkDuplicates) return { status: "FAILED", code: "SEND_UNVERIFIED" };
    // The claim may run out before the answer: somebody else's turn.
    if (performance.now() > sendBy) return { status: "SENDING", afterMs: 0, maybeSent, code: "SEND_DELAYED" };
    const outcome = await this.handOver(message, checkDuplicates);
    metrics.sent(outcome);
    if (outcome.kind === "REFUSED" && outcome.cure.kind === "PAUSE")
      await limiter.pause(message.accountId, outcome.cure.ms);
    return settlementOf(outcome, { attempts: attempts + 1, maybeSent }, timings);
  }

  private async handOver(message: Ready, checkDuplicates: boolean): Promise<SendOutcome> {
    const { sender, log } = this.options;
    const { id, type, recipientKind, recipient, content, app } = message;
    try {
      return await sender.send(app, { id, type, recipientKind, recipient, content, checkDuplicates });
    } catch (err) {
      log.error({ err, messageId: id }, "message not sent");
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
