import { z } from "zod";
import { type Random, randomOf } from "../random.ts";

export const endpoints = [
  "create",
  "list",
  "get",
  "setCallback",
  "login",
  "qr",
  "verify",
  "cancel",
  "logout",
  "recover",
  "heartbeat",
  "delete",
] as const;
export type Endpoint = (typeof endpoints)[number];

const share = z.number().min(0).max(1);
const delayMs = z.int().min(0).max(60_000);

/** What goes wrong at one endpoint; shares are of all requests, drawn one after the other. */
const faultRules = z.strictObject({
  latencyMs: delayMs.optional(),
  rateLimitPerMinute: z.int().min(0).max(1_000_000).optional(),
  /** Answers `status` and does nothing. */
  errorRate: share.optional(),
  status: z.int().min(400).max(599).optional(),
  /** Does nothing and never answers. */
  timeoutRate: share.optional(),
  /** Does the work and closes the connection. */
  lostAnswerRate: share.optional(),
  /** Does the work and answers what is no JSON. */
  malformedRate: share.optional(),
});

const callbackFaultRules = z.strictObject({
  duplicateRate: share.optional(),
  lateRate: share.optional(),
  lateMs: delayMs.optional(),
  lostRate: share.optional(),
});

/** `*` holds for every endpoint that has no entry of its own. */
export const faultPlanRules = z.strictObject({
  endpoints: z.partialRecord(z.enum(["*", ...endpoints]), faultRules).optional(),
  callback: callbackFaultRules.optional(),
});
export type FaultPlan = z.output<typeof faultPlanRules>;

/** What one request is going to suffer. */
export interface Fate {
  readonly latencyMs: number;
  readonly retryAfterSeconds?: number;
  readonly status?: number;
  readonly isTimedOut: boolean;
  readonly isAnswerLost: boolean;
  readonly isMalformed: boolean;
}

/** Draws fates: with one seed and one plan, the nth request to an endpoint always has the same. */
export class Faults {
  private plan: FaultPlan = {};
  private randoms = new Map<string, Random>();
  private minutes = new Map<Endpoint, { startedAt: number; count: number }>();

  constructor(
    private readonly seed: string,
    private readonly now: () => number,
  ) {}

  get current(): FaultPlan {
    return this.plan;
  }

  set(plan: FaultPlan): void {
    this.plan = plan;
    this.randoms = new Map();
    this.minutes = new Map();
  }

  next(endpoint: Endpoint): Fate {
    const { endpoints: byEndpoint = {} } = this.plan;
    const fault = byEndpoint[endpoint] ?? byEndpoint["*"] ?? {};
    const random = this.randomFor(endpoint);
    const retryAfterSeconds = this.limit(endpoint, fault.rateLimitPerMinute);
    return {
      latencyMs: fault.latencyMs ?? 0,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      ...(random.chance(fault.errorRate ?? 0) ? { status: fault.status ?? 503 } : {}),
      isTimedOut: random.chance(fault.timeoutRate ?? 0),
      isAnswerLost: random.chance(fault.lostAnswerRate ?? 0),
      isMalformed: random.chance(fault.malformedRate ?? 0),
    };
  }

  nextCallback(): { isLost: boolean; copies: number; delayMs: number } {
    const fault = this.plan.callback ?? {};
    const random = this.randomFor("callback");
    return {
      isLost: random.chance(fault.lostRate ?? 0),
      copies: random.chance(fault.duplicateRate ?? 0) ? 2 : 1,
      delayMs: random.chance(fault.lateRate ?? 0) ? (fault.lateMs ?? 0) : 0,
    };
  }

  private randomFor(name: string): Random {
    const random = this.randoms.get(name) ?? randomOf(this.seed, `fault ${name}`);
    this.randoms.set(name, random);
    return random;
  }

  /** Seconds until the next request may come, once this minute's are used up. */
  private limit(endpoint: Endpoint, perMinute: number | undefined): number | undefined {
    if (perMinute === undefined) return undefined;
    const now = this.now();
    const known = this.minutes.get(endpoint);
    const minute = known && now - known.startedAt < 60_000 ? known : { startedAt: now, count: 0 };
    minute.count++;
    this.minutes.set(endpoint, minute);
    return minute.count > perMinute ? Math.ceil((minute.startedAt + 60_000 - now) / 1000) : undefined;
  }
}
