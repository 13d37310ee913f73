import type { RequestContext } from "@wegraph/kit/context";
import type { Principal } from "@wegraph/kit/principal";
import { businessDay } from "../calendar.ts";
import { devicesWithinReachSql } from "../device/device.scope.ts";
import type { HealthDatabase } from "../health.database.ts";
import { withinReachSql } from "../patient/patient.scope.ts";
import type { TenantZones } from "../tenant/tenantZones.ts";
import type {
  HealthOverviewAlerts,
  HealthOverviewDevices,
  HealthOverviewNews2,
  HealthOverviewPatients,
  HealthOverviewReadings,
  HealthOverviewRisk,
} from "./overview.model.ts";

const lowBattery = 20;

/** Counts for the first page: each within the reach of its own right, by one statement over an index. */
export class OverviewReader {
  constructor(
    private readonly db: HealthDatabase,
    private readonly zones: TenantZones,
    private readonly clock: () => Date,
  ) {}

  now(): Date {
    return this.clock();
  }

  async patients({ principal }: RequestContext): Promise<HealthOverviewPatients> {
    const { zone, day } = await this.today(principal);
    const [row] = await this.db.tenant.$queryRaw<HealthOverviewPatients[]>`
      SELECT count(*)::int AS active, count(*) FILTER (WHERE p.consent = 'GRANTED')::int AS consented,
        count(*) FILTER (WHERE s.last_reading_at >= ${day}::date::timestamp AT TIME ZONE ${zone})::int AS "measuredToday"
      FROM health_patients p LEFT JOIN wegraph_patient_states s ON s.patient_id = p.id
      WHERE p.status = 'ACTIVE' AND p.archived_at IS NULL AND ${withinReachSql(principal, "patient:read")}`;
    return row ?? { active: 0, consented: 0, measuredToday: 0 };
  }

  /** By the day's sums, for the readings themselves are too many to count. */
  async readings({ principal }: RequestContext): Promise<HealthOverviewReadings> {
    const { day } = await this.today(principal);
    const [row] = await this.db.tenant.$queryRaw<HealthOverviewReadings[]>`
      SELECT coalesce(sum(s.count), 0)::int AS today, max(s.computed_at) AS "asOf"
      FROM health_statistics s JOIN health_patients p ON p.id = s.patient_id
      WHERE s.period = 'DAY' AND s.starts_on = ${day}::date AND ${withinReachSql(principal, "vital-sign:read")}`;
    return row ?? { today: 0, asOf: null };
  }

  alerts({ principal }: RequestContext): Promise<HealthOverviewAlerts[]> {
    return this.db.tenant.$queryRaw<HealthOverviewAlerts[]>`
      SELECT a.severity, count(*)::int AS open, count(*) FILTER (WHERE a.state = 'ACTIVE')::int AS unacknowledged
      FROM health_alerts a JOIN health_patients p ON p.id = a.patient_id
      WHERE a.state <> 'RESOLVED' AND ${withinReachSql(principal, "health-alert:read")} GROUP BY a.severity ORDER BY a.severity`;
  }

  async devices({ principal }: RequestContext): Promise<HealthOverviewDevices> {
    const [row] = await this.db.tenant.$queryRaw<HealthOverviewDevices[]>`
      SELECT count(*) FILTER (WHERE d.connection = 'ONLINE')::int AS online,
        count(*) FILTER (WHERE d.connection = 'OFFLINE')::int AS offline,
        count(*) FILTER (WHERE d.connection = 'NEVER_SEEN')::int AS "neverSeen",
        count(*) FILTER (WHERE d.battery <= ${lowBattery})::int AS "lowBattery"
      FROM health_devices d WHERE d.retired_at IS NULL AND ${devicesWithinReachSql(principal, "health-device:read")}`;
    return row ?? { online: 0, offline: 0, neverSeen: 0, lowBattery: 0 };
  }

  news2({ principal }: RequestContext): Promise<HealthOverviewNews2[]> {
    return this.db.tenant.$queryRaw<HealthOverviewNews2[]>`
      SELECT s.news2_risk AS risk, count(*)::int AS patients
      FROM wegraph_patient_states s JOIN health_patients p ON p.id = s.patient_id
      WHERE s.news2_risk IS NOT NULL AND p.status = 'ACTIVE' AND p.archived_at IS NULL
        AND ${withinReachSql(principal, "vital-sign:read")} GROUP BY s.news2_risk ORDER BY s.news2_risk`;
  }

  risks({ principal }: RequestContext): Promise<HealthOverviewRisk[]> {
    return this.db.tenant.$queryRaw<HealthOverviewRisk[]>`
      SELECT r.kind, r.level, count(*)::int AS patients
      FROM health_risk_assessments r JOIN health_patients p ON p.id = r.patient_id
      WHERE r.is_latest AND r.level IS NOT NULL AND p.status = 'ACTIVE' AND p.archived_at IS NULL
        AND ${withinReachSql(principal, "health-analysis:read")} GROUP BY r.kind, r.level ORDER BY r.kind, r.level`;
  }

  private async today({ tenantId }: Principal): Promise<{ zone: string; day: string }> {
    const zone = await this.zones.of(tenantId);
    return { zone, day: businessDay(this.clock(), zone) };
  }
}
