import { Prisma } from "@wegraph/db-health/client";
import type { RequestContext } from "@wegraph/kit/context";
import type { Principal } from "@wegraph/kit/principal";
import { businessDay } from "../calendar.ts";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { withinReachSql } from "../patient/patient.scope.ts";
import type { TenantZones } from "../tenant/tenantZones.ts";
import type { CohortBin, CohortPoint, HealthCohort } from "./cohort.model.ts";
import { binsOf, cohortMin, isTooSmall } from "./cohort.rules.ts";
import type { HealthCohortFilter } from "./statistic.model.ts";
import { periodCount } from "./statistic.rules.ts";

interface Whole {
  patients: number;
  /** Of them, those whose file the caller may open. */
  seen: number;
  measured: number;
  readings: number;
  outOfRange: number;
  stretches: number;
  mean: number | null;
  low: number | null;
  high: number | null;
  quantiles: number[] | null;
  computedAt: Date | null;
}

const nothing = { p10: null, median: null, p90: null, patients: null, readings: null, outOfRange: null };

interface CohortOptions {
  db: HealthDatabase;
  access: PatientAccess;
  zones: TenantZones;
  clock: () => Date;
}

/** Reads a vital sign over many patients: of those that the right reaches, by sums, and never of somebody alone. */
export class CohortReader {
  private readonly db: HealthDatabase;
  private readonly access: PatientAccess;

  constructor(private readonly options: CohortOptions) {
    this.db = options.db;
    this.access = options.access;
  }

  async read(context: RequestContext, filter: HealthCohortFilter): Promise<HealthCohort> {
    const of = await this.cohortOf(context.principal, filter);
    const whole = await this.whole(of, filter, context.principal);
    const seesAll = whole.seen === whole.patients;
    if (isTooSmall(whole.patients, seesAll)) return keptBack;
    // Figures of so few are figures of each of them: that is a look into their files.
    if (whole.patients < cohortMin) await this.access.tell(context, await this.ids(of), "STATISTICS");
    const { patients, measured, readings, computedAt, mean, quantiles } = whole;
    const [p10, p25, median, p75, p90] = quantiles ?? [];
    const isKnown = !isTooSmall(measured, seesAll);
    const periods = patients * periodCount(filter.period, filter.from, filter.to);
    return {
      patients,
      measured: isKnown ? measured : null,
      readings: isKnown ? readings : null,
      outOfRange: isKnown && readings > 0 ? whole.outOfRange / readings : null,
      coverage: isKnown && periods > 0 ? Math.min(1, whole.stretches / periods) : null,
      distribution:
        isKnown &&
        mean !== null &&
        p10 !== undefined &&
        p25 !== undefined &&
        median !== undefined &&
        p75 !== undefined &&
        p90 !== undefined
          ? { p10, p25, median, p75, p90, mean }
          : null,
      bins: isKnown ? await this.bins(of, filter, whole, seesAll) : [],
      points: await this.points(of, filter, seesAll),
      isKeptBack: false,
      computedAt,
    };
  }

  /** `SELECT p.id …` of the patients it is about. */
  private async cohortOf(principal: Principal, filter: HealthCohortFilter): Promise<Prisma.Sql> {
    const { groups, sexes, ageFrom, ageTo, clinicianId } = filter;
    const { zones, clock } = this.options;
    const today = businessDay(clock(), await zones.of(principal.tenantId));
    const conditions = [
      Prisma.sql`p.status = 'ACTIVE' AND p.archived_at IS NULL`,
      withinReachSql(principal, "health-analysis:read"),
      ...(groups?.length ? [Prisma.sql`p.groups && ${groups}::text[]`] : []),
      ...(sexes?.length ? [Prisma.sql`p.sex = ANY (${sexes}::text[])`] : []),
      ...(clinicianId ? [Prisma.sql`p.clinician_user_id = ${clinicianId}::uuid`] : []),
      ...(ageFrom == null
        ? []
        : [Prisma.sql`p.birth_date <= (${today}::date - make_interval(years => ${ageFrom}::int))::date`]),
      ...(ageTo == null
        ? []
        : [Prisma.sql`p.birth_date > (${today}::date - make_interval(years => ${ageTo + 1}::int))::date`]),
    ];
    return Prisma.sql`SELECT p.* FROM health_patients p WHERE ${Prisma.join(conditions, " AND ")}`;
  }

  private async whole(of: Prisma.Sql, filter: HealthCohortFilter, principal: Principal): Promise<Whole> {
    const [row] = await this.db.tenant.$queryRaw<Whole[]>`
      WITH p AS (${of}), means AS (${meansOf(filter)})
      SELECT (SELECT count(*) FROM p)::int AS patients,
        (SELECT count(*) FROM p WHERE ${withinReachSql(principal, "patient:read")})::int AS seen,
        count(*)::int AS measured, coalesce(sum(readings), 0)::int AS readings, coalesce(sum(out_of_range), 0)::int AS "outOfRange",
        coalesce(sum(stretches), 0)::int AS stretches, avg(mean)::float8 AS mean, min(mean)::float8 AS low, max(mean)::float8 AS high,
        percentile_cont(ARRAY[0.1, 0.25, 0.5, 0.75, 0.9]) WITHIN GROUP (ORDER BY mean) AS quantiles, max(computed_at) AS "computedAt"
      FROM means`;
    if (!row) throw new Error("an aggregate without a row");
    return row;
  }

  private async bins(
    of: Prisma.Sql,
    filter: HealthCohortFilter,
    { low, high }: Whole,
    seesAll: boolean,
  ): Promise<CohortBin[]> {
    if (low === null || high === null) return [];
    const bins = binsOf(low, high);
    const rows = await this.db.tenant.$queryRaw<{ nth: number; patients: number }[]>`
      WITH p AS (${of}), means AS (${meansOf(filter)})
      SELECT b.nth::int - 1 AS nth, count(*)::int AS patients
      FROM means JOIN unnest(${bins.map(({ from }) => from)}::float8[], ${bins.map(({ to }) => to)}::float8[])
        WITH ORDINALITY AS b (low, high, nth) ON mean >= b.low AND mean < b.high GROUP BY 1`;
    const known = new Map(rows.map(({ nth, patients }) => [nth, patients]));
    return bins.map((bin, nth) => {
      const patients = known.get(nth) ?? 0;
      return { ...bin, patients: isTooSmall(patients, seesAll) ? null : patients };
    });
  }

  private async points(of: Prisma.Sql, filter: HealthCohortFilter, seesAll: boolean): Promise<CohortPoint[]> {
    const rows = await this.db.tenant.$queryRaw<
      { startsOn: string; patients: number; readings: number; outOfRange: number; quantiles: number[] }[]
    >`
      WITH p AS (${of})
      SELECT to_char(s.starts_on, 'YYYY-MM-DD') AS "startsOn", count(*)::int AS patients, sum(s.count)::int AS readings,
        (sum(s.out_of_range)::float8 / sum(s.count)) AS "outOfRange",
        percentile_cont(ARRAY[0.1, 0.5, 0.9]) WITHIN GROUP (ORDER BY s.mean) AS quantiles
      FROM p JOIN health_statistics s ON s.patient_id = p.id WHERE ${inFilter(filter)} GROUP BY s.starts_on ORDER BY s.starts_on`;
    return rows.map(({ startsOn, patients, quantiles, ...row }) => {
      if (isTooSmall(patients, seesAll)) return { startsOn, ...nothing };
      const [p10 = null, median = null, p90 = null] = quantiles;
      return { startsOn, patients, p10, median, p90, ...row };
    });
  }

  private async ids(of: Prisma.Sql): Promise<string[]> {
    const rows = await this.db.tenant.$queryRaw<
      { id: string }[]
    >`WITH p AS (${of}) SELECT id::text AS id FROM p`;
    return rows.map(({ id }) => id);
  }
}

/** A mean for each patient, by how many readings there were. */
function meansOf(filter: HealthCohortFilter): Prisma.Sql {
  return Prisma.sql`SELECT s.patient_id, sum(s.mean * s.count) / sum(s.count) AS mean, sum(s.count) AS readings,
    sum(s.out_of_range) AS out_of_range, count(*) AS stretches, max(s.computed_at) AS computed_at
    FROM p JOIN health_statistics s ON s.patient_id = p.id WHERE ${inFilter(filter)} GROUP BY s.patient_id`;
}

function inFilter({ period, code, from, to }: HealthCohortFilter): Prisma.Sql {
  return Prisma.sql`s.period = ${period} AND s.code = ${code} AND s.starts_on BETWEEN ${from}::date AND ${to}::date`;
}

const keptBack: HealthCohort = {
  patients: null,
  measured: null,
  readings: null,
  outOfRange: null,
  coverage: null,
  distribution: null,
  bins: [],
  points: [],
  isKeptBack: true,
  computedAt: null,
};
