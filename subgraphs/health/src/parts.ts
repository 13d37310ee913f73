import type { DomainCaller } from "@wegraph/kit/domainCaller";
import { defaultSettings } from "@wegraph/kit/liveSettings";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import { QuotaMeter } from "@wegraph/kit/quotaMeter";
import type { Runtime } from "@wegraph/kit/runtime";
import { assembleAlerts } from "./alert/alert.parts.ts";
import { assembleDevices } from "./device/device.parts.ts";
import { domain } from "./health.database.ts";
import type { HealthDatabase } from "./health.database.ts";
import { Housekeeping } from "./housekeeping.ts";
import { PatientAccess } from "./patient/patient.access.ts";
import { assemblePatients } from "./patient/patient.parts.ts";
import { assembleRecords } from "./record/record.parts.ts";
import { Timeline } from "./record/timeline.ts";
import { assembleQuality } from "./quality/quality.parts.ts";
import { assembleReports } from "./report/report.parts.ts";
import { assembleRisks } from "./risk/risk.parts.ts";
import { assembleStatistics } from "./statistic/statistic.parts.ts";
import { TenantZones } from "./tenant/tenantZones.ts";
import { ZoneWatch } from "./tenant/zoneWatch.ts";
import { assembleRules } from "./rule/rule.parts.ts";
import { assembleVitals } from "./vital/vital.parts.ts";

export interface HealthOptions {
  /** How core is asked; without it the domain runs by itself, and nothing is metered. */
  core?: DomainCaller;
  /** What can be changed while it runs; without it everything is at its default. */
  settings?: LiveSettings;
}

export type HealthParts = ReturnType<typeof assemble>;

/** The domain's parts list: what is made of what. Tests use the same. */
export function assemble(db: HealthDatabase, runtime: Runtime, options: HealthOptions) {
  const { clock, secrets, log } = runtime;
  const { settings = defaultSettings } = options;
  const zones = new TenantZones(options.core, clock);
  const access = new PatientAccess(db);
  const timeline = new Timeline(secrets, clock);
  const meter = new QuotaMeter(domain, options.core, db, log);
  const alerts = assembleAlerts({ db, access, timeline, secrets, settings, clock });
  const patients = assemblePatients({
    db,
    access,
    timeline,
    meter,
    gone: (tx, origin, patient) => alerts.endings.ofPatient(tx, origin, patient),
    secrets,
    zones,
    clock,
    log,
  });
  const records = assembleRecords({ db, access, timeline, secrets, clock });
  const rules = assembleRules({ db, ...alerts, access, settings, zones, clock });
  const { evaluator, retrial } = rules;
  const vitals = assembleVitals({ db, access, evaluator, retrial, settings, clock, log });
  const { intake, retraction } = vitals;
  const devices = assembleDevices({ db, runtime, access, timeline, intake, retraction, settings });
  const quality = assembleQuality({ db, access, zones, clock });
  const reports = assembleReports({ db, access, timeline, secrets, zones, clock });
  const risks = assembleRisks({ db, access, timeline, zones, clock });
  const statistics = assembleStatistics({ db, access, zones, clock });

  return {
    settings,
    reports,
    risks,
    statistics,
    access,
    alerts,
    devices,
    quality,
    patients,
    records,
    timeline,
    meter,
    zones,
    zoneWatch: new ZoneWatch(runtime.bus, zones, statistics.remakes, log),
    rules,
    vitals,
    keeper: new Housekeeping(db),
  };
}
