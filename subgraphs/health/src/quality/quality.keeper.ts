import { inTenant } from "@wegraph/database/scope";
import { lenient } from "../health.database.ts";
import type { HealthDatabase } from "../health.database.ts";
import { oneOf } from "@wegraph/kit/codes";
import type { TenantZones } from "../tenant/tenantZones.ts";
import { vitalCodes } from "../vital/vital.codes.ts";
import { qualityOf } from "./quality.rules.ts";
import type { DayFacts } from "./quality.rules.ts";
import { findingsOf } from "./mark.rules.ts";
import { readSeries, writeMarks } from "./mark.store.ts";
import { flatMsMax, isDrifting } from "./series.rules.ts";

const purpose = "health-quality-scores";
const dayMs = 24 * 3_600_000;
const driftDays = 7;
/** Devices looked at before the event loop has its turn again. */
const atOnce = 20;

interface DeviceOfDay {
  id: string;
  patient_id: string | null;
  expected: number | null;
  sets: number;
  received: number;
  late: number;
  implausible: number;
  corrected: number;
}

interface Scored extends DayFacts {
  subjectId: string;
  subjectType: "DEVICE" | "PATIENT";
}

/** Scores the data of devices and patients by day, from what was stored; a day may be scored again at any time. */
export class QualityKeeper {
  constructor(
    private readonly db: HealthDatabase,
    private readonly zones: TenantZones,
    private readonly clock: () => Date,
  ) {}

  /** Today so far and yesterday, of all tenants. Returns what was done, in figures. */
  async run(signal?: AbortSignal): Promise<string> {
    const tenants = await this.db.system(purpose).$queryRaw<{ tenant_id: string }[]>`
      SELECT DISTINCT tenant_id FROM health_devices WHERE retired_at IS NULL AND last_contact_at IS NOT NULL`;
    let scored = 0;
    for (const { tenant_id: tenantId } of tenants)
      for (const daysAgo of [1, 0]) {
        if (signal?.aborted) break;
        scored += await inTenant(tenantId, () => this.score(tenantId, this.clock(), daysAgo));
      }
    return `${scored} scores of devices and patients in ${tenants.length} tenants.`;
  }

  /**
   * Of the tenant in force: so many of its days, which are not always 24 hours, before the one that `at` is in. Returns how
   * many scores were written. Days that are over stay as they were counted, whatever the tenant's time zone becomes.
   */
  async score(tenantId: string, at: Date, daysAgo = 0): Promise<number> {
    const zone = await this.zones.of(tenantId);
    const [span] = await this.db.tenant.$queryRaw<{ day: string; begins: Date; ends: Date }[]>`
      SELECT to_char(d, 'YYYY-MM-DD') AS day, d AT TIME ZONE ${zone} AS begins, (d + interval '1 day') AT TIME ZONE ${zone} AS ends
      FROM (SELECT date_trunc('day', ${at}::timestamptz AT TIME ZONE ${zone}) - make_interval(days => ${daysAgo}::int) AS d) AS t`;
    if (!span) return 0;
    const now = this.clock();
    const until = span.ends < now ? span.ends : now;
    const devices = await this.devicesOf(span.begins, until);
    const scores: Scored[] = [];
    for (const [nth, device] of devices.entries()) {
      scores.push(await this.factsOf(device, span.begins, until));
      if (nth % atOnce === atOnce - 1) await new Promise((resolve) => setImmediate(resolve));
    }
    const all = [...scores, ...ofPatients(devices, scores)];
    await this.save(tenantId, span.day, all, now);
    return all.length;
  }

  /** Those that sent something in the day, or were to. What was expected counts while the device was somebody's. */
  private devicesOf(from: Date, until: Date): Promise<DeviceOfDay[]> {
    return this.db.tenant.$queryRaw<DeviceOfDay[]>`
      WITH measured AS (
        SELECT v.device_id, count(DISTINCT v.set_id)::int AS sets, count(*)::int AS received,
          count(*) FILTER (WHERE 'LATE' = ANY (v.flags))::int AS late,
          count(*) FILTER (WHERE 'IMPLAUSIBLE' = ANY (v.flags))::int AS implausible,
          count(*) FILTER (WHERE 'CLOCK_CORRECTED' = ANY (v.flags))::int AS corrected
        FROM health_vital_signs v
        WHERE v.measured_at >= ${from}::timestamptz AND v.measured_at < ${until}::timestamptz
          AND v.device_id IS NOT NULL AND v.retracted_at IS NULL
        GROUP BY v.device_id),
      held AS (
        SELECT b.device_id, (array_agg(b.patient_id ORDER BY b.bound_at DESC))[1] AS patient_id,
          sum(extract(epoch FROM least(coalesce(b.unbound_at, ${until}::timestamptz), ${until}::timestamptz)
            - greatest(b.bound_at, ${from}::timestamptz))) AS seconds
        FROM health_device_bindings b
        WHERE b.bound_at < ${until}::timestamptz AND (b.unbound_at IS NULL OR b.unbound_at > ${from}::timestamptz)
        GROUP BY b.device_id)
      SELECT d.id, h.patient_id,
        CASE WHEN d.interval_seconds IS NULL THEN NULL ELSE floor(h.seconds / d.interval_seconds)::int END AS expected,
        coalesce(m.sets, 0) AS sets, coalesce(m.received, 0) AS received, coalesce(m.late, 0) AS late,
        coalesce(m.implausible, 0) AS implausible, coalesce(m.corrected, 0) AS corrected
      FROM health_devices d LEFT JOIN measured m ON m.device_id = d.id LEFT JOIN held h ON h.device_id = d.id
      WHERE m.device_id IS NOT NULL OR (d.retired_at IS NULL AND h.device_id IS NOT NULL AND d.interval_seconds <= h.seconds)
      ORDER BY d.id`;
  }

  private async factsOf(device: DeviceOfDay, from: Date, until: Date): Promise<Scored> {
    const { id: subjectId, expected, sets, received } = device;
    const found = await this.findings(device, from, until);
    return {
      subjectId,
      subjectType: "DEVICE",
      expected,
      sets,
      received,
      late: device.late,
      implausible: device.implausible,
      clockCorrected: device.corrected,
      ...found,
      drifting: await this.driftingOf(device, until),
    };
  }

  /** Marks the values themselves on the way: whoever looks at one sees it. */
  private async findings({ id, patient_id: patientId, received }: DeviceOfDay, from: Date, until: Date) {
    const found = { spikes: 0, flatLines: 0 };
    if (received === 0 || patientId === null) return found;
    const of = { patientId, deviceId: id };
    // What began before midnight goes on after it.
    const since = new Date(from.getTime() - flatMsMax);
    for (const { code, points } of await readSeries(this.db, of, since, until)) {
      const { spikes, flatLines, changes } = findingsOf(code, points, from.getTime());
      found.spikes += spikes;
      found.flatLines += flatLines;
      await writeMarks(this.db, of, code, changes);
    }
    return found;
  }

  /** From the daily medians of the last week, of the patient who has the device. */
  private async driftingOf(
    { id, patient_id: patientId, received }: DeviceOfDay,
    until: Date,
  ): Promise<number> {
    if (received === 0 || patientId === null) return 0;
    const rows = await this.db.tenant.$queryRaw<{ code: string; day: number; median: number }[]>`
      SELECT code, floor(extract(epoch FROM measured_at) / 86400)::int AS day,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median
      FROM health_vital_signs
      WHERE patient_id = ${patientId}::uuid AND device_id = ${id}::uuid AND retracted_at IS NULL
        AND measured_at >= ${new Date(until.getTime() - driftDays * dayMs)}::timestamptz AND measured_at < ${until}::timestamptz
      GROUP BY code, day ORDER BY code, day`;
    const codes = [...new Set(rows.map(({ code }) => code))];
    return codes.filter((code) =>
      isDrifting(
        oneOf(vitalCodes, code),
        rows.filter((row) => row.code === code),
      ),
    ).length;
  }

  private async save(tenantId: string, day: string, scores: readonly Scored[], now: Date): Promise<void> {
    if (scores.length === 0) return;
    const rows = scores.map(({ subjectId, subjectType, ...facts }) => ({
      subject_id: subjectId,
      subject_type: subjectType,
      facts,
      ...qualityOf(facts),
    }));
    await this.db.tenant.$transaction(async (tx) => {
      await tx.$executeRaw`
        INSERT INTO wegraph_quality_scores (tenant_id, subject_id, subject_type, day, completeness, timeliness,
          plausibility, consistency, total, facts, computed_at)
        SELECT ${tenantId}::uuid, subject_id, subject_type, ${day}::date, completeness, timeliness, plausibility,
          consistency, total, facts, ${now}::timestamptz
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s (subject_id uuid, subject_type text,
          completeness smallint, timeliness smallint, plausibility smallint, consistency smallint, total smallint, facts jsonb)
        ON CONFLICT (subject_id, day) DO UPDATE SET completeness = excluded.completeness, timeliness = excluded.timeliness,
          plausibility = excluded.plausibility, consistency = excluded.consistency, total = excluded.total,
          facts = excluded.facts, computed_at = excluded.computed_at`;
      await tx.$executeRaw`
        UPDATE health_devices d SET quality_score = s.total
        FROM (SELECT DISTINCT ON (subject_id) subject_id, total FROM wegraph_quality_scores
          WHERE subject_type = 'DEVICE' AND subject_id = ANY (${scores.map(({ subjectId }) => subjectId)}::uuid[])
          ORDER BY subject_id, day DESC) AS s
        WHERE d.id = s.subject_id AND d.quality_score IS DISTINCT FROM s.total`;
    }, lenient);
  }
}

/** A patient's day is what all their devices sent. */
function ofPatients(devices: readonly DeviceOfDay[], scores: readonly Scored[]): Scored[] {
  const byPatient = new Map<string, Scored>();
  for (const [nth, device] of devices.entries()) {
    const score = scores[nth];
    if (!score || device.patient_id === null) continue;
    const known = byPatient.get(device.patient_id);
    byPatient.set(
      device.patient_id,
      known ? together(known, score) : { ...score, subjectId: device.patient_id, subjectType: "PATIENT" },
    );
  }
  return [...byPatient.values()];
}

function together(one: Scored, other: Scored): Scored {
  return {
    ...one,
    expected:
      one.expected === null && other.expected === null ? null : (one.expected ?? 0) + (other.expected ?? 0),
    sets: one.sets + other.sets,
    received: one.received + other.received,
    late: one.late + other.late,
    implausible: one.implausible + other.implausible,
    spikes: one.spikes + other.spikes,
    flatLines: one.flatLines + other.flatLines,
    clockCorrected: one.clockCorrected + other.clockCorrected,
    drifting: one.drifting + other.drifting,
  };
}
