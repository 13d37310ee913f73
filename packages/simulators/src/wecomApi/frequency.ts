import { z } from "zod";
import { ApiError } from "./apiError.ts";

const limit = z.int().min(0).max(1_000_000_000).optional();

/** Lower or higher than WeCom's own; what is left out is WeCom's. */
export const limitRules = z.strictObject({
  corpApiMinute: limit,
  corpApiHour: limit,
  ipApiMinute: limit,
  ipApiHour: limit,
  /** Person-times an application may send a day. */
  appDay: limit,
  appMemberMinute: limit,
  appMemberHour: limit,
  chatSendMinute: limit,
  chatCreateDay: limit,
  robotMinute: limit,
  kfMessagesPerTurn: limit,
  customerSendsMonth: limit,
  /** Calls of one API that may run at once. */
  concurrency: limit,
});
export type Limits = z.output<typeof limitRules>;

type Key = keyof Limits;

/** WeCom path/90312, 90236, 90248, 99110. `appDay` is 200 times the account limit, here a corp of 5,000. */
const published: Readonly<Record<Key, number>> = {
  corpApiMinute: 10_000,
  corpApiHour: 150_000,
  ipApiMinute: 20_000,
  ipApiHour: 600_000,
  appDay: 1_000_000,
  appMemberMinute: 30,
  appMemberHour: 1_000,
  chatSendMinute: 20_000,
  chatCreateDay: 1_000,
  robotMinute: 20,
  kfMessagesPerTurn: 5,
  customerSendsMonth: 30,
  concurrency: 1_000_000,
};

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
const windowsMax = 500_000;

interface Window {
  startedAt: number;
  count: number;
  /** Until then everything is refused: as long as the window that was exceeded. */
  blockedUntil: number;
}

/** How often, counted as WeCom does: whoever exceeds a minute's limit is blocked for a minute, an hour's for an hour. */
export class Frequency {
  private readonly windows = new Map<string, Window>();
  private own: Limits = {};

  constructor(private readonly now: () => number) {}

  /** What was set by hand; everything else is as published. */
  get changed(): Limits {
    return this.own;
  }

  set(limits: Limits): void {
    this.own = limits;
    this.windows.clear();
  }

  max(key: Key): number {
    return this.own[key] ?? published[key];
  }

  /** @throws ApiError 45009 */
  call(api: string, ip: string): void {
    this.refuse(`c1 ${api}`, minuteMs, this.max("corpApiMinute"));
    this.refuse(`c2 ${api}`, hourMs, this.max("corpApiHour"));
    this.refuse(`i1 ${api} ${ip}`, minuteMs, this.max("ipApiMinute"));
    this.refuse(`i2 ${api} ${ip}`, hourMs, this.max("ipApiHour"));
  }

  /** @throws ApiError 45009 */
  appDay(agentId: number, people: number): void {
    this.refuse(`d ${agentId}`, dayMs, this.max("appDay"), people);
  }

  chatSend(people: number): void {
    this.refuse("chat", minuteMs, this.max("chatSendMinute"), people);
  }

  chatCreate(): void {
    this.refuse("chat create", dayMs, this.max("chatCreateDay"));
  }

  robot(key: string): void {
    this.refuse(`r ${key}`, minuteMs, this.max("robotMinute"));
  }

  /** False: this member gets no more of this application for now, and nobody is told. */
  reaches(agentId: number, userid: string): boolean {
    const who = `${agentId} ${userid}`;
    const isInMinute = this.count(`m1 ${who}`, minuteMs, this.max("appMemberMinute"), 1);
    const isInHour = this.count(`m2 ${who}`, hourMs, this.max("appMemberHour"), 1);
    return isInMinute && isInHour;
  }

  private refuse(key: string, spanMs: number, max: number, amount = 1): void {
    const now = this.now();
    const window = this.windowOf(key, spanMs, now);
    if (now < window.blockedUntil) throw new ApiError(45009);
    window.count += amount;
    if (window.count <= max) return;
    window.blockedUntil = now + spanMs;
    throw new ApiError(45009);
  }

  private count(key: string, spanMs: number, max: number, amount: number): boolean {
    const window = this.windowOf(key, spanMs, this.now());
    window.count += amount;
    return window.count <= max;
  }

  private windowOf(key: string, spanMs: number, now: number): Window {
    const known = this.windows.get(key);
    if (known && now - known.startedAt < spanMs) return known;
    const fresh = { startedAt: now, count: 0, blockedUntil: known?.blockedUntil ?? 0 };
    // A window nobody has looked at for long is dropped with all others: counts begin anew, which errs on WeCom's side.
    if (this.windows.size > windowsMax) this.windows.clear();
    this.windows.set(key, fresh);
    return fresh;
  }
}
