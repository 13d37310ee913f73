import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { Agent, request } from "undici";
import type { Corp } from "../corp.ts";
import type { App, CallbackSettings } from "../world/entities.ts";
import { encrypt, signature } from "./cipher.ts";
import { type Fields, xmlOf } from "./xml.ts";

const answerWithinMs = 5_000;
const triesMax = 3;
const retryDelayMs = 1_000;

interface Delivery {
  readonly corp: Corp;
  readonly app: App;
  readonly settings: CallbackSettings;
  readonly message: string;
}

export interface CallbackCounts {
  announced: number;
  /** Requests made, retries and duplicates included. */
  requests: number;
  answered: number;
  /** Answered with something else than 200: WeCom does not try these again. */
  refused: number;
  givenUp: number;
  lost: number;
}

/**
 * Announces events by encrypted POST. A connection that fails, or an answer that takes over five seconds, is tried
 * three times in all; an answer of any kind ends it (WeCom path/90930). What is not delivered then is lost.
 */
export class CallbackSender {
  readonly counts: CallbackCounts = {
    announced: 0,
    requests: 0,
    answered: 0,
    refused: 0,
    givenUp: 0,
    lost: 0,
  };
  private readonly agent = new Agent({
    connections: 64,
    connectTimeout: answerWithinMs,
    headersTimeout: answerWithinMs,
    bodyTimeout: answerWithinMs,
  });
  private readonly stopping = new AbortController();
  private readonly pending = new Set<Promise<void>>();
  private held: Delivery[] = [];

  constructor(private readonly log: Logger) {}

  /** To every application of the corp that has a callback, or to one of them. */
  announce(corp: Corp, fields: Fields, agentId?: number): number {
    const apps = [...corp.apps.values()].filter((app) => agentId === undefined || app.agentId === agentId);
    let count = 0;
    for (const app of apps) {
      if (!app.callback) continue;
      const all = { ToUserName: corp.corpId, CreateTime: corp.nowSeconds, ...fields, AgentID: app.agentId };
      this.schedule({ corp, app, settings: app.callback, message: xmlOf(all) });
      count++;
    }
    return count;
  }

  /** Sends what reordering holds back, and waits until nothing is under way. */
  async settle(): Promise<void> {
    this.release();
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.agent.destroy();
  }

  private schedule(delivery: Delivery): void {
    const { faults } = delivery.corp;
    const { duplicateRate = 0, lateRate = 0, lateMs = 0, lostRate = 0, reorderBy = 0 } = faults.callback;
    const random = faults.randomFor("callback");
    this.counts.announced++;
    if (random.chance(lostRate)) {
      this.counts.lost++;
      return;
    }
    const copies = random.chance(duplicateRate) ? 2 : 1;
    const delayMs = random.chance(lateRate) ? lateMs : 0;
    for (let copy = 0; copy < copies; copy++) {
      if (reorderBy > 0) this.held.push(delivery);
      else this.start(delivery, delayMs);
    }
    if (reorderBy > 0 && this.held.length >= reorderBy) this.release();
  }

  private release(): void {
    const held = this.held.toReversed();
    this.held = [];
    for (const delivery of held) this.start(delivery, 0);
  }

  private start(delivery: Delivery, delayMs: number): void {
    const running = this.deliver(delivery, delayMs).finally(() => this.pending.delete(running));
    this.pending.add(running);
  }

  private async deliver(delivery: Delivery, delayMs: number): Promise<void> {
    const { corp, app, settings } = delivery;
    if (delayMs > 0 && !(await this.wait(delayMs))) return;
    for (let attempt = 1; attempt <= triesMax && !this.stopping.signal.aborted; attempt++) {
      const status = await this.post(settings, corp.corpId, app.agentId, delivery.message);
      if (status === 200) return void this.counts.answered++;
      if (status !== undefined) return void this.counts.refused++;
      const betweenMs = corp.faults.callback.retryDelayMs ?? retryDelayMs;
      if (attempt < triesMax && !(await this.wait(betweenMs))) return;
    }
    this.counts.givenUp++;
    this.log.warn({ corpId: corp.corpId, agentId: app.agentId }, "callback given up");
  }

  /** The status, or undefined where no answer came. */
  private async post(
    { url, token, aesKey }: CallbackSettings,
    corpId: string,
    agentId: number,
    message: string,
  ): Promise<number | undefined> {
    const encrypted = encrypt(aesKey, corpId, message);
    const address = signedAddress(url, token, encrypted);
    this.counts.requests++;
    try {
      const { statusCode, body } = await request(address, {
        method: "POST",
        headers: { "content-type": "text/xml" },
        body: `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><AgentID><![CDATA[${agentId}]]></AgentID><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`,
        dispatcher: this.agent,
      });
      await body.dump({ limit: 65_536 });
      return statusCode;
    } catch {
      return undefined;
    }
  }

  private wait(ms: number): Promise<boolean> {
    return sleep(ms, true, { signal: this.stopping.signal, ref: false }).catch(() => false);
  }
}

/** Now by the real clock: whoever receives it compares with theirs. */
export function signedAddress(url: string, token: string, encrypted: string, echo = false): URL {
  const address = new URL(url);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = String(randomInt(1_000_000_000, 9_999_999_999));
  address.searchParams.set("msg_signature", signature(token, timestamp, nonce, encrypted));
  address.searchParams.set("timestamp", timestamp);
  address.searchParams.set("nonce", nonce);
  if (echo) address.searchParams.set("echostr", encrypted);
  return address;
}
