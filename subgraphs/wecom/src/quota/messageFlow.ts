import { systemOrigin } from "@wegraph/kit/outbox";
import type { OpenTake, QuotaMeter } from "@wegraph/kit/quotaMeter";
import { notUnderWay } from "@wegraph/kit/quotaUnderWay";
import { placesOf } from "../message/message.id.ts";
import { withinMoments } from "../message/message.insert.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";

interface FlowOptions {
  db: WecomDatabase;
  meter: QuotaMeter;
  clock: () => Date;
}

const purpose = "quota-reconciliation";
const dimension = "MESSAGES";
/** No acceptance takes so long, so that hardly anything that is looked at is under way. */
const settledAfterMs = 2 * 60_000;
/** The database has room for so many locks of ours. */
const atOnce = 200;
/** How far back a process looks at first: sums of days are open for so long. */
const lookBackMs = 3 * 24 * 60 * 60_000;

/**
 * Gives back what was taken for messages that never came to be, because their process died, or their transaction failed,
 * after core had counted them. Whether a take was used is read from the messages themselves, and only once its transaction
 * is certainly over (DECISIONS 66): nothing that can still be committed is given back.
 */
export class MessageFlow {
  private settledUntil: Date | null = null;

  constructor(private readonly options: FlowOptions) {}

  /** Returns how many takes were given back. */
  async settle(): Promise<number> {
    const { clock, meter } = this.options;
    const until = new Date(clock().getTime() - settledAfterMs);
    const since = this.settledUntil ?? new Date(until.getTime() - lookBackMs);
    let undecidedSince = until;
    let lost = 0;
    let last: OpenTake | null = null;
    for (;;) {
      const takes: OpenTake[] = await meter.openTakes(dimension, { since, until }, last);
      const outcome = await this.release(takes);
      lost += outcome.lost;
      for (const { at } of outcome.undecided) if (at < undecidedSince) undecidedSince = at;
      last = takes.at(-1) ?? null;
      if (!last) break;
    }
    this.settledUntil = undecidedSince;
    return lost;
  }

  private async release(takes: readonly OpenTake[]): Promise<{ lost: number; undecided: OpenTake[] }> {
    const { db } = this.options;
    const there = await committed(db.system(purpose), takes);
    const missing = takes.filter(({ key }) => !there.has(key));
    const outcome = { lost: 0, undecided: [] as OpenTake[] };
    for (let at = 0; at < missing.length; at += atOnce) {
      const { lost, undecided } = await this.releaseLost(missing.slice(at, at + atOnce));
      outcome.lost += lost;
      outcome.undecided.push(...undecided);
    }
    return outcome;
  }

  private async releaseLost(missing: readonly OpenTake[]): Promise<{ lost: number; undecided: OpenTake[] }> {
    const { db, meter } = this.options;
    return db.system(purpose).$transaction(async (tx) => {
      const over = new Set(
        await notUnderWay(
          tx,
          missing.map(({ key }) => key),
        ),
      );
      const ended = missing.filter(({ key }) => over.has(key));
      // Once more: they may have been committed since.
      const after = await committed(tx, ended);
      const lost = ended.filter(({ key }) => !after.has(key));
      for (const { tenantId, key } of lost)
        await meter.release(tx, systemOrigin(purpose, tenantId), [{ dimension, key, amount: null }]);
      return { lost: lost.length, undecided: missing.filter(({ key }) => !over.has(key)) };
    });
  }
}

/** Of these takes the keys that messages or batches are there for. */
async function committed(client: Pick<Tx, "$queryRaw">, takes: readonly OpenTake[]): Promise<Set<string>> {
  const { ids, createdAts } = placesOf(takes.map(({ key }) => key));
  if (ids.length === 0) return new Set();
  const rows = await client.$queryRaw<{ id: string }[]>`
    SELECT m.id::text FROM wework_message_records m WHERE m.id = ANY (${ids}::uuid[]) AND ${withinMoments(createdAts)}
    UNION ALL SELECT b.id::text FROM wework_message_batches b WHERE b.id = ANY (${ids}::uuid[])`;
  return new Set(rows.map(({ id }) => id));
}
