import { z } from "zod";
import { type Random, randomOf } from "../random.ts";

const share = z.number().min(0).max(1).optional();
const delayMs = z.int().min(0).max(120_000).optional();

/** What goes wrong at one API; shares are of all calls, drawn one after the other. */
const faultRules = z.strictObject({
  delayMs,
  /** Up to so much more, at random. */
  jitterMs: delayMs,
  /** HTTP 500, nothing done. */
  serverErrorRate: share,
  /** -1, nothing done. */
  busyRate: share,
  /** 45009, nothing done. */
  frequencyRate: share,
  /** 45033, nothing done. */
  concurrencyRate: share,
  /** 60020, nothing done. */
  ipRate: share,
  /** 40014: the token in force is revoked, nothing done. */
  revokeRate: share,
  /** Any errcode, nothing done. */
  errcode: z.int().optional(),
  errcodeRate: share,
  /** The connection is reset before anything is done. */
  resetBeforeRate: share,
  /** The work is done, and the connection reset instead of an answer. */
  lostAnswerRate: share,
  /** The work is done, and HTTP 502 answered. */
  badGatewayRate: share,
  /** The work is done, and nothing is ever answered. */
  hangRate: share,
  /** The work is done, and something else than JSON answered. */
  malformedRate: share,
});
type Fault = z.output<typeof faultRules>;

const callbackFaultRules = z.strictObject({
  duplicateRate: share,
  lateRate: share,
  lateMs: delayMs,
  lostRate: share,
  /** Holds this many back and sends them in reverse. */
  reorderBy: z.int().min(0).max(1_000).optional(),
  /** Between the tries after a connection that failed. */
  retryDelayMs: delayMs,
});
export type CallbackFault = z.output<typeof callbackFaultRules>;

/** `*` holds for every API that has no entry of its own. Names are those below `/cgi-bin/`. */
export const faultPlanRules = z.strictObject({
  apis: z.record(z.string().max(64), faultRules).optional(),
  callback: callbackFaultRules.optional(),
});
export type FaultPlan = z.output<typeof faultPlanRules>;

/** What one call is going to suffer. */
export interface Fate {
  readonly delayMs: number;
  readonly before: "reset" | "server_error" | "revoke" | { readonly errcode: number } | undefined;
  readonly after: "reset" | "bad_gateway" | "hang" | "malformed" | undefined;
}

const noFate: Fate = { delayMs: 0, before: undefined, after: undefined };

/** Draws fates: with one seed and one plan, the nth call of an API always has the same. */
export class Faults {
  private plan: FaultPlan = {};
  private randoms = new Map<string, Random>();

  constructor(private readonly seed: string) {}

  get current(): FaultPlan {
    return this.plan;
  }

  set(plan: FaultPlan): void {
    this.plan = plan;
    this.randoms = new Map();
  }

  get callback(): CallbackFault {
    return this.plan.callback ?? {};
  }

  next(api: string): Fate {
    const { apis } = this.plan;
    if (!apis) return noFate;
    const fault = (Object.hasOwn(apis, api) ? apis[api] : apis["*"]) ?? {};
    const random = this.randomFor(api);
    return {
      delayMs: (fault.delayMs ?? 0) + (fault.jitterMs ? random.between(0, fault.jitterMs) : 0),
      before: beforeOf(fault, random),
      after: afterOf(fault, random),
    };
  }

  randomFor(name: string): Random {
    const random = this.randoms.get(name) ?? randomOf(this.seed, `fault ${name}`);
    this.randoms.set(name, random);
    return random;
  }
}

function beforeOf(fault: Fault, random: Random): Fate["before"] {
  if (random.chance(fault.resetBeforeRate ?? 0)) return "reset";
  if (random.chance(fault.serverErrorRate ?? 0)) return "server_error";
  if (random.chance(fault.revokeRate ?? 0)) return "revoke";
  if (random.chance(fault.busyRate ?? 0)) return { errcode: -1 };
  if (random.chance(fault.frequencyRate ?? 0)) return { errcode: 45_009 };
  if (random.chance(fault.concurrencyRate ?? 0)) return { errcode: 45_033 };
  if (random.chance(fault.ipRate ?? 0)) return { errcode: 60_020 };
  if (fault.errcode !== undefined && random.chance(fault.errcodeRate ?? 1)) return { errcode: fault.errcode };
  return undefined;
}

function afterOf(fault: Fault, random: Random): Fate["after"] {
  if (random.chance(fault.lostAnswerRate ?? 0)) return "reset";
  if (random.chance(fault.badGatewayRate ?? 0)) return "bad_gateway";
  if (random.chance(fault.hangRate ?? 0)) return "hang";
  if (random.chance(fault.malformedRate ?? 0)) return "malformed";
  return undefined;
}
