import type { HealthDatabase } from "../health.database.ts";
import { markOf, setMark } from "../jobMark.ts";
import type { TenantZones, ZoneGroup } from "../tenant/tenantZones.ts";
import { statisticPeriods } from "./statistic.codes.ts";
import type { StatisticPeriod } from "./statistic.codes.ts";
import { statisticPurpose } from "./statistic.remakes.ts";
import type { StatisticRemakes } from "./statistic.remakes.ts";
import { pieces } from "./statistic.rules.ts";
import { changedDays, dropOthers, makeSums } from "./statistic.sums.ts";

/** Readings that were committed while the last run looked are looked at again. */
const overlapMs = 10 * 60_000;
/** Before the first run: all that was ever taken in. */
const beginning = new Date(0);
const stretchesAtOnce = 200;

interface Run {
  signal?: AbortSignal;
  progress?: (done: number, total: number) => void;
}

interface Round extends Run {
  period: StatisticPeriod;
  now: Date;
  since: Date;
}

interface Done {
  days: number;
  written: number;
}

/** Keeps the sums of days, weeks and months: whatever readings come for, however late, is summed up again. */
export class StatisticKeeper {
  constructor(
    private readonly db: HealthDatabase,
    private readonly zones: TenantZones,
    private readonly remakes: StatisticRemakes,
    private readonly clock: () => Date,
  ) {}

  /** @param periods which sums to make; each goes on where it stopped. @returns what was done, in figures. */
  async keep(periods: readonly StatisticPeriod[], run: Run = {}): Promise<string> {
    const figures: string[] = [];
    for (const period of statisticPeriods)
      if (periods.includes(period)) figures.push(await this.keepPeriod(period, run));
    return figures.join(" ");
  }

  private async keepPeriod(period: StatisticPeriod, run: Run): Promise<string> {
    const system = this.db.system(statisticPurpose);
    const name = `${statisticPurpose} ${period}`;
    const now = this.clock();
    const mark = await markOf(system, name);
    const round = { ...run, period, now, since: mark ? new Date(mark.getTime() - overlapMs) : beginning };
    // Zones are asked for after `now`: what is asked to be made again until then is made by the new ones.
    const groups = await this.zones.groups();
    const done: Done = { days: 0, written: 0 };
    for (const group of groups) await this.keepGroup(group, round, done);
    for (const tenantId of await this.remakes.asked(period)) await this.remake(tenantId, groups, round, done);
    await setMark(system, name, now);
    return `${period}: ${done.written} sums of ${done.days} days with something new.`;
  }

  private async keepGroup(group: ZoneGroup, { period, now, since, ...run }: Round, done: Done) {
    const system = this.db.system(statisticPurpose);
    if (group.tenantIds.length === 0 && !group.isRest) return [];
    const days = await changedDays(system, since, group);
    const todo = pieces(period, days, stretchesAtOnce);
    for (const [nth, piece] of todo.entries()) {
      run.signal?.throwIfAborted();
      done.written += await makeSums(system, { period, zone: group.zone, now }, piece);
      run.progress?.(nth + 1, todo.length);
    }
    done.days += days.length;
    return todo.flat();
  }

  /** All sums of a tenant. Those by the old clock go last, so that a chart is never empty meanwhile. */
  private async remake(tenantId: string, groups: readonly ZoneGroup[], round: Round, done: Done) {
    const { period, now } = round;
    const { zone } = zoneGroupOf(tenantId, groups);
    const group = { zone, tenantIds: [tenantId], isRest: false };
    const made = await this.keepGroup(group, { ...round, since: beginning }, done);
    await dropOthers(this.db.system(statisticPurpose), { tenantId, period, before: now }, made);
    await this.remakes.done(period, tenantId, now);
  }
}

function zoneGroupOf(tenantId: string, groups: readonly ZoneGroup[]): ZoneGroup {
  const named = groups.find(({ tenantIds, isRest }) => !isRest && tenantIds.includes(tenantId));
  const rest = groups.find(({ isRest }) => isRest);
  const found = named ?? rest;
  if (!found) throw new Error("no group of tenants is the rest");
  return found;
}
