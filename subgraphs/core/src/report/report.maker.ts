import { v7 } from "uuid";
import { announce, systemOrigin } from "@wegraph/kit/outbox";
import type { CoreDatabase, Tx } from "../database.ts";
import type { RangeReader } from "../metric/reading/rangeReader.ts";
import type { Notices } from "../notification/notice.ts";
import type { UptimeReader } from "../uptime/uptime.reader.ts";
import { reportMade } from "./report.events.ts";
import { compared, reportShape } from "./report.rules.ts";
import type { FigureUnit, MeasuredFigure, ReportDocument, ReportKind } from "./report.rules.ts";
import { kindTitles, reportBody } from "./report.texts.ts";

/** Why reports are made across tenants, and in whose name. */
export const purpose = "reports";
/** So many earlier ones are compared with. */
const earlierMax = 12;
const topMax = 10;

const periodOf: Readonly<Record<ReportKind, string>> = { DAILY: "day", WEEKLY: "week", MONTHLY: "month" };

const tenantMetrics = ["message_delivery_ratio", "account_online_ratio", "login_success_ratio"] as const;
const platformMetrics = ["request_error_ratio", "request_seconds_p95"] as const;

interface ReportedTenant {
  id: string;
  isPlatform: boolean;
  periodStart: Date;
  periodEnd: Date;
}

/** Makes the reports of the periods that have just ended, by each tenant's own clock. */
export class ReportMaker {
  constructor(
    private readonly parts: {
      db: CoreDatabase;
      ranges: RangeReader;
      uptime: UptimeReader;
      notices: Notices;
      clock: () => Date;
    },
  ) {}

  /** Once for each tenant and period, however often it is run. @returns how many were made. */
  async make(kind: ReportKind, signal?: AbortSignal): Promise<number> {
    let made = 0;
    for (const tenant of await this.missing(kind)) {
      if (signal?.aborted) break;
      if (await this.makeOne(tenant, kind)) made += 1;
    }
    return made;
  }

  private missing(kind: ReportKind): Promise<ReportedTenant[]> {
    const unit = periodOf[kind];
    const now = this.parts.clock();
    return this.parts.db.system(purpose).$queryRaw<ReportedTenant[]>`
      SELECT t.id::text AS id, t.is_platform AS "isPlatform", p.start AT TIME ZONE t.time_zone AS "periodStart",
        p.end AT TIME ZONE t.time_zone AS "periodEnd"
      FROM saas_tenants t, LATERAL (SELECT date_trunc(${unit}, ${now}::timestamptz AT TIME ZONE t.time_zone) - ('1 ' || ${unit})::interval AS start,
        date_trunc(${unit}, ${now}::timestamptz AT TIME ZONE t.time_zone) AS "end") p
      WHERE t.status = 'ACTIVE' AND t.created_at < p.end AT TIME ZONE t.time_zone AND NOT EXISTS (SELECT 1 FROM saas_reports r
        WHERE r.tenant_id = t.id AND r.kind = ${kind} AND r.period_start = p.start AT TIME ZONE t.time_zone)
      ORDER BY t.id`;
  }

  private async makeOne(tenant: ReportedTenant, kind: ReportKind): Promise<boolean> {
    const averages = await this.averages(tenant);
    const uptime = tenant.isPlatform ? await this.uptime(tenant) : null;
    return this.parts.db.system(purpose).$transaction(async (tx) => {
      const measured: MeasuredFigure[] = [
        ...(await alertFigures(tx, tenant)),
        ...averages,
        ...(tenant.isPlatform ? [{ key: "uptime", unit: "RATIO" as const, value: uptime }] : []),
      ];
      const earlier = await earlierReports(tx, tenant, kind);
      const document: ReportDocument = {
        figures: measured.map((each) => compared(each, earlier)),
        top: await topAlerts(tx, tenant),
      };
      return this.save(tx, tenant, kind, document);
    });
  }

  private async save(
    tx: Tx,
    tenant: ReportedTenant,
    kind: ReportKind,
    document: ReportDocument,
  ): Promise<boolean> {
    const { id: tenantId, periodStart, periodEnd } = tenant;
    const id = v7();
    const saved = await tx.operationsReport.createMany({
      data: { id, tenantId, kind, periodStart, periodEnd, document, createdAt: this.parts.clock() },
      skipDuplicates: true,
    });
    if (saved.count === 0) return false;
    await this.parts.notices.post(tx, {
      tenantId,
      kind: "report",
      severity: "INFO",
      title: kindTitles[kind],
      body: reportBody(document),
      path: `/monitoring/reports/${id}`,
      subject: { type: "report", id },
      audience: { permission: "report:read" },
      channels: "IN_APP",
      dedupeKey: `report:${kind}:${periodStart.toISOString()}`,
    });
    await announce(tx, systemOrigin(purpose, tenantId), reportMade, { reportId: id, kind });
    return true;
  }

  private async averages({
    id: tenantId,
    isPlatform,
    periodStart,
    periodEnd,
  }: ReportedTenant): Promise<MeasuredFigure[]> {
    const names = isPlatform ? platformMetrics : tenantMetrics;
    const { series } = await this.parts.ranges.read({
      tenantId,
      names,
      match: {},
      from: periodStart,
      to: periodEnd,
      pointsMax: 1_000,
      resolution: null,
    });
    return names.map((key) => {
      const points = series.filter(({ name }) => name === key).flatMap((each) => each.points);
      const count = points.reduce((sum, point) => sum + point.count, 0);
      const total = points.reduce((sum, point) => sum + point.average * point.count, 0);
      const unit: FigureUnit = key === "request_seconds_p95" ? "SECONDS" : "RATIO";
      return { key, unit, value: count === 0 ? null : total / count };
    });
  }

  /** Of all processes and what they need: how much of the time that they were watched they were up. */
  private async uptime({ periodStart, periodEnd }: ReportedTenant): Promise<number | null> {
    const { upSeconds, watchedSeconds } = await this.parts.uptime.span(periodStart, periodEnd);
    return watchedSeconds === 0 ? null : upSeconds / watchedSeconds;
  }
}

interface AlertSums {
  total: number;
  critical: number;
  warning: number;
  info: number;
  acknowledge: number | null;
  resolve: number | null;
}

async function alertFigures(
  tx: Tx,
  { id, periodStart, periodEnd }: ReportedTenant,
): Promise<MeasuredFigure[]> {
  const [sums] = await tx.$queryRaw<AlertSums[]>`
    SELECT count(*)::int AS total, count(*) FILTER (WHERE severity = 'CRITICAL')::int AS critical,
      count(*) FILTER (WHERE severity = 'WARNING')::int AS warning, count(*) FILTER (WHERE severity = 'INFO')::int AS info,
      avg(extract(epoch FROM acknowledged_at - raised_at))::float8 AS acknowledge,
      avg(extract(epoch FROM resolved_at - raised_at))::float8 AS resolve
    FROM saas_unified_alerts WHERE tenant_id = ${id}::uuid AND raised_at >= ${periodStart}::timestamptz
      AND raised_at < ${periodEnd}::timestamptz`;
  return [
    { key: "alerts", unit: "COUNT", value: sums?.total ?? 0 },
    { key: "alerts-critical", unit: "COUNT", value: sums?.critical ?? 0 },
    { key: "alerts-warning", unit: "COUNT", value: sums?.warning ?? 0 },
    { key: "alerts-info", unit: "COUNT", value: sums?.info ?? 0 },
    { key: "time-to-acknowledge", unit: "SECONDS", value: sums?.acknowledge ?? null },
    { key: "time-to-resolve", unit: "SECONDS", value: sums?.resolve ?? null },
  ];
}

function topAlerts(tx: Tx, { id, periodStart, periodEnd }: ReportedTenant): Promise<ReportDocument["top"]> {
  return tx.$queryRaw<ReportDocument["top"]>`
    SELECT name, min(title_zh) AS zh, min(title_en) AS en, count(*)::int AS count FROM saas_unified_alerts
    WHERE tenant_id = ${id}::uuid AND raised_at >= ${periodStart}::timestamptz AND raised_at < ${periodEnd}::timestamptz
    GROUP BY name ORDER BY count(*) DESC, name LIMIT ${topMax}`;
}

async function earlierReports(
  tx: Tx,
  { id, periodStart }: ReportedTenant,
  kind: ReportKind,
): Promise<ReportDocument[]> {
  const rows = await tx.operationsReport.findMany({
    where: { tenantId: id, kind, periodStart: { lt: periodStart } },
    orderBy: { periodStart: "desc" },
    take: earlierMax,
    select: { document: true },
  });
  return rows.map(({ document }) => reportShape.parse(document));
}
