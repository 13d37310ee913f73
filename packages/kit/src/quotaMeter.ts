import { z } from "zod";
import type { Database } from "./database.ts";
import type { DomainCaller } from "./domainCaller.ts";
import { AppError } from "./errors.ts";
import type { Logger } from "./log.ts";
import { announceAll } from "./outbox.ts";
import type { Origin, RawExecutor } from "./outbox.ts";
import type { QuotaDimension, QuotaTake } from "./quota.ts";
import { quotaReleased } from "./quotaReleased.ts";
import { markUnderWay } from "./quotaUnderWay.ts";

type Wanted = Omit<QuotaTake, "tenantId">;

const purpose = "quota-release";
/** Core answers in milliseconds; who is made to wait longer had better try again. */
const answerMs = 3_000;
/** Of many pieces; one quota's go one after the other in the end. */
const atOnce = 8;

const reconciled = z.object({ _reconcileQuota: z.number() });
const openTakes = z.object({
  _openQuotaTakes: z.array(z.object({ tenantId: z.string(), key: z.string(), at: z.coerce.date() })),
});
export type OpenTake = z.infer<typeof openTakes>["_openQuotaTakes"][number];

const openTakesQuery = `query OpenTakes($input: OpenQuotaTakesInput!) { _openQuotaTakes(input: $input) { tenantId key at } }`;
const takeMutation = `mutation Take($input: QuotaTakeInput!) { _takeQuota(input: $input) }`;
const reconcileMutation = `mutation Reconcile($input: QuotaReconcileInput!) { _reconcileQuota(input: $input) }`;

/**
 * What a domain uses of its tenants' quotas, which core keeps. Taken before the work it is for, and released by an event,
 * which is committed or not with the change that says so; what core never heard of taking it takes for released (DECISIONS 49).
 * Without core nothing is metered.
 */
export class QuotaMeter {
  private readonly released;

  constructor(
    domain: string,
    private readonly core: DomainCaller | undefined,
    private readonly db: Database<RawExecutor>,
    private readonly log: Logger,
  ) {
    this.released = quotaReleased(domain);
  }

  /**
   * Does `work` with what it needs of a quota. If it fails, nothing is used.
   *
   * @throws AppError QUOTA_EXCEEDED, or UNAVAILABLE when core does not answer: then nothing was begun.
   */
  async use<T>(origin: Origin, wanted: Wanted, work: () => Promise<T>): Promise<T> {
    if (!this.core) return work();
    await this.take(this.core, origin, wanted);
    try {
      return await work();
    } catch (error) {
      await this.releaseNow(origin, wanted.dimension, [wanted.key]);
      throw error;
    }
  }

  /**
   * As `use` for work that a transaction of the domain commits. What it takes is found again if the process dies before it
   * does (`openTakes`), and is given back once that is certain.
   */
  async useIn<T>(tx: RawExecutor, origin: Origin, wanted: Wanted, work: () => Promise<T>): Promise<T> {
    if (this.core) await markUnderWay(tx, wanted.key);
    return this.use(origin, wanted, work);
  }

  /**
   * As `use` for many pieces of a stock, each taken under its own key and in their order, as many as there is room for.
   * `work` is told which were taken, and why no more; of those that it does not return as used nothing is used.
   *
   * @throws AppError UNAVAILABLE when core does not answer: then nothing was begun.
   */
  async useEach<T>(
    origin: Origin,
    dimension: QuotaDimension,
    keys: readonly string[],
    work: (
      taken: readonly string[],
      refusal: AppError | null,
    ) => Promise<{ used: ReadonlySet<string>; done: T }>,
  ): Promise<T> {
    if (!this.core) return (await work(keys, null)).done;
    const { taken, refusal } = await this.takeEach(this.core, origin, dimension, keys);
    try {
      const { used, done } = await work(taken, refusal);
      const left = taken.filter((key) => !used.has(key));
      if (left.length > 0) await this.releaseNow(origin, dimension, left);
      return done;
    } catch (error) {
      await this.releaseNow(origin, dimension, taken);
      throw error;
    }
  }

  /** In the transaction of a change after which so much less is used. */
  async release(
    tx: RawExecutor,
    origin: Origin,
    released: readonly { dimension: QuotaDimension; key: string; amount: number | null }[],
  ): Promise<void> {
    if (!this.core) return;
    await announceAll(
      tx,
      released.map((payload) => ({ origin, definition: this.released, payload })),
    );
  }

  /** Tells core which pieces of a stock there are. Returns how many it had counted wrong. */
  async reconcile(tenantId: string, dimension: QuotaDimension, keys: readonly string[]): Promise<number> {
    if (!this.core) return 0;
    const answer = await this.core.ask({
      query: reconcileMutation,
      variables: { input: { dimension, keys } },
      tenantId,
    });
    return reconciled.parse(answer)._reconcileQuota;
  }

  /** What counts of a flow and was taken in a span, of all tenants, the oldest first; a page of it, after another one's last. */
  async openTakes(
    dimension: QuotaDimension,
    { since, until }: { since: Date; until: Date },
    after: OpenTake | null,
  ): Promise<OpenTake[]> {
    if (!this.core) return [];
    const answer = await this.core.ask({
      query: openTakesQuery,
      variables: {
        input: {
          dimension,
          since: (after?.at ?? since).toISOString(),
          until: until.toISOString(),
          afterKey: after?.key ?? null,
        },
      },
    });
    return openTakes.parse(answer)._openQuotaTakes;
  }

  private async takeEach(
    core: DomainCaller,
    origin: Origin,
    dimension: QuotaDimension,
    keys: readonly string[],
  ): Promise<{ taken: string[]; refusal: AppError | null }> {
    const taken: string[] = [];
    for (let at = 0; at < keys.length; at += atOnce) {
      const some = keys.slice(at, at + atOnce);
      const outcomes = await Promise.allSettled(
        some.map((key) => this.take(core, origin, { dimension, amount: 1, key })),
      );
      taken.push(...some.filter((_, nth) => outcomes[nth]?.status === "fulfilled"));
      const reasons = outcomes.flatMap((each): unknown[] =>
        each.status === "rejected" ? [each.reason] : [],
      );
      const serious = reasons.find((error) => !isUsedUp(error));
      if (serious !== undefined) {
        await this.releaseNow(origin, dimension, taken);
        throw serious;
      }
      const refusal = reasons.find(isUsedUp);
      if (refusal) return { taken, refusal };
    }
    return { taken, refusal: null };
  }

  private async take(core: DomainCaller, origin: Origin, wanted: Wanted): Promise<void> {
    const { tenantId } = origin;
    try {
      await inTime(core.ask({ query: takeMutation, variables: { input: wanted }, tenantId }));
    } catch (error) {
      if (isUsedUp(error)) throw error;
      // It may have been taken all the same, or be taken still.
      await this.releaseNow(origin, wanted.dimension, [wanted.key]);
      if (error instanceof AppError && error.code !== "INTERNAL") throw error;
      throw new AppError(
        "UNAVAILABLE",
        "QUOTA_UNCONFIRMED",
        "The quota cannot be checked right now. Nothing was done; try again.",
        {},
        { cause: error },
      );
    }
  }

  /**
   * On its own, because the transaction it was for is lost; and over the system's connections, because those of requests
   * are held by the very transactions that fail here when core is away.
   */
  private async releaseNow(
    origin: Origin,
    dimension: QuotaDimension,
    keys: readonly string[],
  ): Promise<void> {
    const definition = this.released;
    const released = keys.map((key) => ({ origin, definition, payload: { dimension, key, amount: null } }));
    try {
      await announceAll(this.db.system(purpose), released);
    } catch (err) {
      // Then the window's count is too high by this until it ends, or until stocks are reconciled; never too low.
      this.log.warn({ err, dimension, keys }, "what was taken of a quota is not released");
    }
  }
}

function isUsedUp(error: unknown): error is AppError {
  return error instanceof AppError && error.code === "QUOTA_EXCEEDED";
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new AppError("UNAVAILABLE", "QUOTA_UNCONFIRMED", "The quota was not checked in time. Try again."),
      );
    }, answerMs);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
