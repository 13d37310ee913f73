import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import type { WecomDatabase } from "../../wecom.database.ts";
import { callbackKinds } from "../callback.kinds.ts";
import type { CallbackKind } from "../callback.kinds.ts";
import { hourOf } from "../callback.stats.ts";
import type { CallbackReach } from "./callback.reach.ts";
import type { CallbackStats, CallbackStatsInput, CallbackSums } from "./callbackStats.model.ts";

interface Sums {
  received: number;
  duplicates: number;
  handled: number;
  ignored: number;
  late: number;
  failed: number;
  delaySumMs: bigint | number;
  delayMaxMs: number;
}

const refusalReasonsMax = 20;

/** Reads what is counted by the hour, which stays small however many callbacks come. */
export class CallbackStatsReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reach: CallbackReach,
  ) {}

  async read({ principal }: RequestContext, input: CallbackStatsInput): Promise<CallbackStats> {
    const mine = await this.reach.accountIds(principal, "callback:read");
    const asked = input.accountIds?.map((id) => id.toLowerCase());
    const accountIds = mine && asked ? asked.filter((id) => mine.includes(id)) : (asked ?? mine);
    const where = {
      hour: { gte: hourOf(input.from), lt: input.to },
      ...(accountIds && { accountId: { in: accountIds } }),
    };
    const { callbackStat, callbackRefusalStat } = this.db.tenant;
    const [hours, refusals] = await Promise.all([
      callbackStat.groupBy({
        by: ["hour", "kind"],
        where,
        _sum: {
          received: true,
          duplicates: true,
          handled: true,
          ignored: true,
          late: true,
          failed: true,
          delaySumMs: true,
        },
        _max: { delayMaxMs: true },
        orderBy: [{ hour: "asc" }, { kind: "asc" }],
      }),
      callbackRefusalStat.groupBy({
        by: ["reason"],
        where,
        _sum: { count: true },
        orderBy: { _sum: { count: "desc" } },
        take: refusalReasonsMax,
      }),
    ]);
    const rows = hours.map(({ hour, kind, _sum, _max }) => ({
      hour,
      kind: oneOf(callbackKinds, kind),
      sums: {
        received: _sum.received ?? 0,
        duplicates: _sum.duplicates ?? 0,
        handled: _sum.handled ?? 0,
        ignored: _sum.ignored ?? 0,
        late: _sum.late ?? 0,
        failed: _sum.failed ?? 0,
        delaySumMs: _sum.delaySumMs ?? 0,
        delayMaxMs: _max.delayMaxMs ?? 0,
      } satisfies Sums,
    }));
    return {
      total: shown(addedUp(rows.map(({ sums }) => sums))),
      hours: rows.map(({ hour, kind, sums }) => Object.assign(shown(sums), { hour, kind })),
      kinds: kindsOf(rows),
      refusals: refusals.map(({ reason, _sum }) => ({ reason, count: _sum.count ?? 0 })),
    };
  }
}

function kindsOf(rows: readonly { kind: CallbackKind; sums: Sums }[]) {
  return callbackKinds
    .flatMap((kind) => {
      const own = rows.filter((row) => row.kind === kind).map(({ sums }) => sums);
      return own.length > 0 ? [Object.assign(shown(addedUp(own)), { kind })] : [];
    })
    .toSorted((a, b) => b.received - a.received);
}

function addedUp(all: readonly Sums[]): Sums {
  const sum = (read: (sums: Sums) => number) => all.reduce((total, sums) => total + read(sums), 0);
  return {
    received: sum(({ received }) => received),
    duplicates: sum(({ duplicates }) => duplicates),
    handled: sum(({ handled }) => handled),
    ignored: sum(({ ignored }) => ignored),
    late: sum(({ late }) => late),
    failed: sum(({ failed }) => failed),
    delaySumMs: sum(({ delaySumMs }) => Number(delaySumMs)),
    delayMaxMs: Math.max(0, ...all.map(({ delayMaxMs }) => delayMaxMs)),
  };
}

function shown({ delaySumMs, delayMaxMs, ...counts }: Sums): CallbackSums {
  const { received } = counts;
  return {
    ...counts,
    meanDelayMs: received === 0 ? null : Number(delaySumMs) / received,
    maxDelayMs: delayMaxMs,
  };
}
