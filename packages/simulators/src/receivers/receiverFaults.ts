import { z } from "zod";

/**
 * limit: refused as the vendor refuses what is too much. refuse: as it refuses a wrong credential. server_error: HTTP
 * 500, nothing done. drop: the connection is closed, nothing done. lost_answer: the work is done, and the connection
 * closed instead of an answer. hang: the work is done, and nothing is ever answered.
 */
export const fates = ["limit", "refuse", "server_error", "drop", "lost_answer", "hang"] as const;
export type Fate = (typeof fates)[number];

export const faultRules = z.strictObject({
  /** What the next calls suffer, one after the other. */
  next: z
    .array(z.enum([...fates, "ok"]))
    .max(1_000)
    .default([]),
  /** What all others suffer. */
  always: z.enum(fates).optional(),
  delayMs: z.int().min(0).max(60_000).default(0),
});
export type FaultPlan = z.output<typeof faultRules>;

const none: FaultPlan = { next: [], delayMs: 0 };

/** What goes wrong at each receiver. */
export class ReceiverFaults {
  private readonly plans = new Map<string, FaultPlan>();
  private readonly counts = new Map<string, number>();

  /** How many calls have come in, whatever became of them. */
  calls(receiver: string): number {
    return this.counts.get(receiver) ?? 0;
  }

  set(receiver: string, plan: FaultPlan): void {
    this.plans.set(receiver, { ...plan, next: [...plan.next] });
  }

  /** What the call that is being made suffers. */
  next(receiver: string): { fate: Fate | undefined; delayMs: number } {
    this.counts.set(receiver, this.calls(receiver) + 1);
    const plan = this.plans.get(receiver) ?? none;
    const [drawn] = plan.next.splice(0, 1);
    return {
      fate: drawn === undefined ? plan.always : drawn === "ok" ? undefined : drawn,
      delayMs: plan.delayMs,
    };
  }
}
