import { LRUCache } from "lru-cache";
import { AppError, invalidInput } from "@wegraph/kit/errors";
import { Slots } from "@wegraph/kit/slots";
import { quotaExceeded } from "@wegraph/kit/quota";
import type { QuotaDimension, QuotaReturn, QuotaTake, Quotas } from "@wegraph/kit/quota";
import type { CoreDatabase, Tx } from "../database.ts";
import { dimensionFacts } from "./quota.dimensions.ts";
import type { FullHints } from "./quota.hints.ts";
import { purpose } from "./quota.purpose.ts";
import { decide, isRearmed, thresholdOf } from "./quota.rules.ts";
import type { Counter } from "./quota.rules.ts";
import type { RuleBook, RuleInForce } from "./quota.ruleBook.ts";
import type { QuotaSteps } from "./quota.steps.ts";
import { lockedCounter, peek } from "./quota.store.ts";

interface LedgerOptions {
  db: CoreDatabase;
  rules: RuleBook;
  hints: FullHints;
  steps: QuotaSteps;
  /** Told of every quota that changed. */
  onChange: (tenantId: string, dimension: QuotaDimension) => void;
  clock: () => Date;
}

/** Of what was used already, and can only be counted. */
interface Forced {
  isForced?: boolean;
}

const keyMax = 200;
/** A storm of takes waits here, not for the connections that all else needs; one quota's go one after the other anyway. */
const atOnce = 4;
const refusalsNotedEveryMs = 1_000;

/**
 * What is used of the quotas. PostgreSQL alone decides: one function call checks and consumes where there is nothing more
 * to it, and what needs a decision (the threshold, the limit) is decided under the counter's lock (DECISIONS 49).
 */
export class QuotaLedger implements Quotas {
  private readonly slots = new Slots(atOnce);
  private readonly refusalsNoted = new LRUCache<string, true>({ max: 10_000, ttl: refusalsNotedEveryMs });

  constructor(private readonly options: LedgerOptions) {}

  async take(take: QuotaTake): Promise<void> {
    check(take);
    await this.slots.run(() => this.takeNow(take));
  }

  /** For a change of core's own: what is taken is taken exactly if the change is committed. */
  async takeIn(tx: Tx, take: QuotaTake): Promise<void> {
    check(take);
    const rule = await this.options.rules.rule(take.tenantId, take.dimension);
    await this.takeBy(tx, take, rule, (work) => work(tx));
  }

  /** Counts what was used already, beyond the limit too. Returns whether nothing is left to be used. */
  async count(take: QuotaTake): Promise<{ isExhausted: boolean; excess: AppError }> {
    const { db, rules } = this.options;
    const rule = await rules.rule(take.tenantId, take.dimension);
    if (take.amount > 0) {
      check(take);
      const inTransaction = <T>(work: (tx: Tx) => Promise<T>) => db.system(purpose).$transaction(work);
      await this.takeBy(db.system(purpose), take, rule, inTransaction, { isForced: true });
    }
    const { counter } = await peek(db.system(purpose), take, rule.windowStart);
    const isExhausted = decide(rule, counter, 1).act === "REFUSE";
    return { isExhausted, excess: refusalOf(take, rule, counter) };
  }

  async giveBack(of: QuotaReturn): Promise<void> {
    await this.options.db.system(purpose).$transaction((tx) => this.giveBackIn(tx, of));
  }

  /** @param more so much more than before, instead of so much in all. */
  async giveBackIn(tx: Tx, { amount, ...of }: QuotaReturn, more?: number): Promise<void> {
    const { tenantId, dimension, key } = of;
    const { rules, clock, onChange } = this.options;
    const [row] = await tx.$queryRaw<{ returned: number }[]>`
      SELECT wegraph_return_quota(${tenantId}::uuid, ${dimension}, ${key}, ${amount ?? null}::bigint, ${more ?? null}::bigint, ${clock()}::timestamptz)::float8 AS returned`;
    if (!row || row.returned === 0) return;
    const rule = await rules.rule(tenantId, dimension);
    if (dimensionFacts[dimension].window === "LEVEL") {
      const counter = await lockedCounter(tx, rule, tenantId, clock());
      if (counter.isThresholdTold && isRearmed(rule, counter.used))
        await tx.$executeRaw`
          UPDATE saas_quota_usage_realtime SET threshold_told_at = NULL
          WHERE tenant_id = ${tenantId}::uuid AND dimension = ${dimension} AND window_start = ${rule.windowStart}::timestamptz`;
    }
    onChange(tenantId, dimension);
  }

  private async takeNow(take: QuotaTake): Promise<void> {
    const { db, rules, hints } = this.options;
    const rule = await rules.rule(take.tenantId, take.dimension);
    const place = { ...take, windowStart: rule.windowStart };
    try {
      if (rule.limit !== null && (await hints.isLikelyFull(place))) {
        if (await this.isSettled(db.system(purpose), take, rule)) return;
      }
      await this.takeBy(db.system(purpose), take, rule, (work) => db.system(purpose).$transaction(work));
    } catch (error) {
      await this.noteRefusal(error, take);
      if (leavesNothing(error)) await hints.note(place);
      throw error;
    }
  }

  /** By reading alone: true if this key has taken before. @throws AppError if nothing is left. */
  private async isSettled(
    client: Pick<Tx, "$queryRaw">,
    take: QuotaTake,
    rule: RuleInForce,
  ): Promise<boolean> {
    const { counter, isTaken } = await peek(client, take, rule.windowStart);
    if (isTaken) return true;
    if (decide(rule, counter, take.amount).act === "REFUSE") throw refusalOf(take, rule, counter);
    return false;
  }

  private async takeBy(
    client: Pick<Tx, "$queryRaw">,
    take: QuotaTake,
    rule: RuleInForce,
    inTransaction: (work: (tx: Tx) => Promise<void>) => Promise<void>,
    { isForced = false }: Forced = {},
  ): Promise<void> {
    const { tenantId, dimension, key, amount } = take;
    const { clock, onChange } = this.options;
    const [row] = await client.$queryRaw<{ outcome: string }[]>`
      SELECT wegraph_take_quota(${tenantId}::uuid, ${dimension}, ${key}, ${amount}::bigint, ${rule.windowStart}::timestamptz,
        ${rule.resetsAt}::timestamptz, ${rule.dayStart}::timestamptz, ${rule.limit}::bigint, ${thresholdOf(rule)}::bigint,
        ${rule.policy !== "BLOCK"}, ${dimensionFacts[dimension].window === "LEVEL"}, ${isForced}, ${clock()}::timestamptz) AS outcome`;
    if (row?.outcome === "KNOWN") return;
    if (row?.outcome === "SLOW") {
      // Most of what is not simple is to be refused, and a reader sees that without the counter's lock.
      if (!isForced && (await this.isSettled(client, take, rule))) return;
      await inTransaction((tx) => this.takeSlowly(tx, take, rule, isForced));
    }
    onChange(tenantId, dimension);
  }

  private async takeSlowly(tx: Tx, take: QuotaTake, rule: RuleInForce, isForced: boolean): Promise<void> {
    const { clock, steps } = this.options;
    const now = clock();
    // The key before the counter, as the function does it: nobody waits for another in a circle.
    if (!(await steps.enter(tx, take, rule, now))) return;
    const counter = await lockedCounter(tx, rule, take.tenantId, now);
    const decision = decide(rule, counter, take.amount, isForced);
    if (decision.act === "REFUSE") throw refusalOf(take, rule, counter);
    await steps.apply(tx, { take, rule, counter, decision, now });
  }

  /** So that the console can say what was refused last; not more often than it could be read. */
  async noteRefusal(error: unknown, { tenantId, dimension, amount }: Omit<QuotaTake, "key">): Promise<void> {
    if (!(error instanceof AppError) || error.code !== "QUOTA_EXCEEDED") return;
    const place = `${tenantId} ${dimension}`;
    if (this.refusalsNoted.has(place)) return;
    this.refusalsNoted.set(place, true);
    const { db, rules, clock, onChange } = this.options;
    const now = clock();
    const { windowStart } = await rules.rule(tenantId, dimension);
    const noted = await db.system(purpose).$executeRaw`
      UPDATE saas_quota_usage_realtime SET last_refused_at = ${now}::timestamptz, last_refused_amount = ${amount}::bigint
      WHERE tenant_id = ${tenantId}::uuid AND dimension = ${dimension} AND window_start = ${windowStart}::timestamptz`;
    if (noted > 0) onChange(tenantId, dimension);
  }
}

function check({ amount, key }: QuotaTake): void {
  if (!Number.isSafeInteger(amount) || amount <= 0)
    throw invalidInput([{ path: ["amount"], message: "a whole number above zero" }], "QUOTA_AMOUNT_REFUSED");
  if (key === "" || key.length > keyMax)
    throw invalidInput([{ path: ["key"], message: `1 to ${keyMax} characters` }], "QUOTA_KEY_REFUSED");
}

function refusalOf({ dimension, amount }: QuotaTake, rule: RuleInForce, counter: Counter): AppError {
  return quotaExceeded({
    dimension,
    limit: (rule.limit ?? 0) + counter.expanded,
    used: counter.used,
    requested: amount,
    policy: rule.policy,
    resetsAt: rule.resetsAt,
  });
}

function leavesNothing(error: unknown): boolean {
  return (
    error instanceof AppError &&
    error.code === "QUOTA_EXCEEDED" &&
    Number(error.details["used"]) >= Number(error.details["limit"])
  );
}
