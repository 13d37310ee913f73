import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { Agent, request } from "undici";
import { signedHeaders } from "./callback.signature.ts";
import type { Faults } from "./faults.ts";
import type { Callback, Instance } from "./instance.ts";
import type { EventName } from "./machine.ts";
import type { InstanceView } from "./view.ts";

const answerWithinMs = 5_000;
export const retryDelaysMs = [1_000, 5_000, 30_000, 120_000, 600_000] as const;

interface Delivery {
  readonly id: string;
  readonly guid: string;
  readonly callback: Callback;
  readonly body: string;
}

/** Announces events to the driver. Kept in memory only: what a restart loses, polling finds. */
export class CallbackSender {
  private readonly agent = new Agent({
    connections: 32,
    connectTimeout: answerWithinMs,
    headersTimeout: answerWithinMs,
    bodyTimeout: answerWithinMs,
  });
  private readonly stopping = new AbortController();
  /** The last first attempt per instance, so that the next one waits for it. */
  private readonly chains = new Map<string, Promise<void>>();

  constructor(
    private readonly view: InstanceView,
    private readonly faults: Faults,
    private readonly log: Logger,
    private readonly now: () => number,
  ) {}

  announce(instance: Instance, event: EventName): void {
    const { callback, guid, seq } = instance;
    const fate = this.faults.nextCallback();
    if (!callback || fate.isLost) return;
    const id = randomUUID();
    const at = new Date(this.now()).toISOString();
    const body = JSON.stringify({ id, guid, seq, event, at, data: this.view.full(instance) });
    const delivery = { id, guid, callback, body };
    for (let copy = 0; copy < fate.copies; copy++) {
      // A late one steps out of the line, so that it really is overtaken.
      if (fate.delayMs > 0) void this.deliverLater(delivery, 0, fate.delayMs);
      else this.enqueue(delivery);
    }
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.agent.destroy();
  }

  private enqueue(delivery: Delivery): void {
    const { guid } = delivery;
    const before = this.chains.get(guid) ?? Promise.resolve();
    const turn = before
      .then(() => this.deliver(delivery, 0))
      .finally(() => this.chains.get(guid) === turn && this.chains.delete(guid));
    this.chains.set(guid, turn);
  }

  private async deliver(delivery: Delivery, attempt: number): Promise<void> {
    if (this.stopping.signal.aborted) return;
    const failure = await this.post(delivery);
    if (failure === undefined || this.stopping.signal.aborted) return;
    const delayMs = retryDelaysMs[attempt];
    const { id, guid } = delivery;
    if (delayMs === undefined) return this.log.warn({ id, guid, failure }, "callback given up");
    this.log.debug({ id, guid, failure, attempt }, "callback failed");
    void this.deliverLater(delivery, attempt + 1, delayMs);
  }

  /** Why it failed, or undefined. */
  private async post({ id, callback, body }: Delivery): Promise<string | undefined> {
    try {
      const { statusCode, body: answer } = await request(callback.url, {
        method: "POST",
        headers: signedHeaders(callback.secret, id, body, this.now()),
        body,
        dispatcher: this.agent,
      });
      await answer.dump({ limit: 4096 });
      return statusCode >= 200 && statusCode < 300 ? undefined : `status ${statusCode}`;
    } catch (cause) {
      return cause instanceof Error ? cause.message : String(cause);
    }
  }

  private async deliverLater(delivery: Delivery, attempt: number, delayMs: number): Promise<void> {
    const { signal } = this.stopping;
    const isDue = await sleep(delayMs, true, { signal, ref: false }).catch(() => false);
    if (isDue) await this.deliver(delivery, attempt);
  }
}
