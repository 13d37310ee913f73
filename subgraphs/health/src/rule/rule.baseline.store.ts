import { LRUCache } from "lru-cache";
import type { Tx } from "../health.database.ts";
import type { VitalCode } from "../vital/vital.codes.ts";
import { windowMinutesMax } from "./rule.condition.ts";
import { baselineDay, minuteMs } from "./rule.measures.ts";
import type { Baseline } from "./rule.measures.ts";

export interface BaselineWanted {
  patientId: string;
  code: VitalCode;
  /** Of the reading that is held against it, in milliseconds. */
  at: number;
}

const baselineMs = windowMinutesMax * minuteMs;
const keptMax = 50_000;

interface Known extends Baseline {
  /** How many readings of its days were taken back when it was made; with one more it is to be made again. */
  takenBack: number;
}

/** Patients' own medians. One stays for a day of readings, so each is made from thousands of rows once a day. */
export class Baselines {
  private readonly known = new LRUCache<string, Known>({ max: keptMax });

  async read(tx: Pick<Tx, "$queryRaw">, wanted: readonly BaselineWanted[]): Promise<void> {
    const all = askedOf(wanted);
    const takenBack = await takenBackOf(tx, all);
    const asked = all.filter(({ key }) => this.known.get(key)?.takenBack !== (takenBack.get(key) ?? 0));
    if (asked.length === 0) return;
    const earliest = new Date(Math.min(...asked.map(({ since }) => since.getTime())));
    const latest = new Date(Math.max(...asked.map(({ before }) => before.getTime())));
    const rows = await tx.$queryRaw<
      { key: string; median: number | null; mad: number | null; count: number }[]
    >`
      SELECT w.key, b.median, b.mad, b.count
      FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS w (key text, patient_id uuid, code text, since timestamptz, before timestamptz)
      CROSS JOIN LATERAL (
        WITH r AS MATERIALIZED (
          SELECT v.value FROM health_vital_signs v
          WHERE v.patient_id = w.patient_id AND v.code = w.code AND v.measured_at >= w.since AND v.measured_at < w.before
            AND v.measured_at >= ${earliest}::timestamptz AND v.measured_at < ${latest}::timestamptz
            AND v.retracted_at IS NULL AND NOT v.flags && '{SPIKE,IMPLAUSIBLE}'),
        m AS (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median, count(*)::int AS count FROM r)
        SELECT m.median, m.count, (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(r.value - m.median)) FROM r) AS mad FROM m) AS b`;
    for (const { key, median, mad, count } of rows)
      this.known.set(key, { median: median ?? 0, mad: mad ?? 0, count, takenBack: takenBack.get(key) ?? 0 });
  }

  /** What was read. */
  of(wanted: BaselineWanted): Baseline | null {
    return this.known.get(keyOf(wanted)) ?? null;
  }
}

interface Asked {
  key: string;
  patient_id: string;
  code: VitalCode;
  since: Date;
  before: Date;
}

function askedOf(wanted: readonly BaselineWanted[]): Asked[] {
  const each = new Map(wanted.map((one) => [keyOf(one), one]));
  return [...each].map(([key, { patientId, code, at }]) => {
    const day = baselineDay(at);
    return { key, patient_id: patientId, code, since: new Date(day - baselineMs), before: new Date(day) };
  });
}

/** An index holds nothing but what was taken back, so that this costs next to nothing. */
async function takenBackOf(
  tx: Pick<Tx, "$queryRaw">,
  asked: readonly Asked[],
): Promise<ReadonlyMap<string, number>> {
  if (asked.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ key: string; count: number }[]>`
    SELECT w.key, count(*)::int AS count
    FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS w (key text, patient_id uuid, code text, since timestamptz, before timestamptz)
    JOIN health_vital_signs v ON v.patient_id = w.patient_id AND v.code = w.code AND v.measured_at >= w.since
      AND v.measured_at < w.before AND v.retracted_at IS NOT NULL
    GROUP BY w.key`;
  return new Map(rows.map(({ key, count }) => [key, count]));
}

function keyOf({ patientId, code, at }: BaselineWanted): string {
  return `${patientId} ${code} ${baselineDay(at)}`;
}
