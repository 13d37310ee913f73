import type { HealthDatabase } from "../health.database.ts";
import { markOf, setMark } from "../jobMark.ts";
import { statisticPeriods } from "./statistic.codes.ts";
import type { StatisticPeriod } from "./statistic.codes.ts";
import { pieces } from "./statistic.rules.ts";
import { changedDays, makeSums } from "./statistic.sums.ts";

export const statisticPurpose = "health-statistics";
/** Readings that were committed while the last run looked are looked at again. */
const overlapMs = 10 * 60_000;
/** Before the first run: all that was ever taken in. */
const beginning = new Date(0);
const stretchesAtOnce = 200;

interface Run {
  signal?: AbortSignal;
  progress?: (done: number, total: number) => void;
}

/** Keeps the sums of days, weeks and months: whatever readings come for, however late, is summed up again. */
export class StatisticKeeper {
  constructor(
    private readonly db: HealthDatabase,
    private readonly clock: () => Date,
  ) {}

  /** @param periods which sums to make; each goes on where it stopped. @returns what was done, in figures. */
  async keep(periods: readonly StatisticPeriod[], run: Run = {}): Promise<string> {
    const figures: string[] = [];
    for (const period of statisticPeriods)
      if (periods.includes(period)) figures.push(await this.keepPeriod(period, run));
    return figures.join(" ");
  }

  private async keepPeriod(period: StatisticPeriod, { signal, progress }: Run): Promise<string> {
    const system = this.db.system(statisticPurpose);
    const name = `${statisticPurpose} ${period}`;
    const now = this.clock();
    const mark = await markOf(system, name);
    const since = mark ? new Date(mark.getTime() - overlapMs) : beginning;
    const days = await changedDays(system, since);
    const todo = pieces(period, days, stretchesAtOnce);
    let written = 0;
    for (const [nth, piece] of todo.entries()) {
      signal?.throwIfAborted();
      written += await makeSums(system, period, piece, now);
      progress?.(nth + 1, todo.length);
    }
    await setMark(system, name, now);
    return `${period}: ${written} sums of ${days.length} days with something new.`;
  }
}
