import type { EventFeed } from "@wegraph/kit/feed";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import type { Timeline } from "../record/timeline.ts";
import type { ReportReader } from "../report/report.reader.ts";
import type { TenantZones } from "../tenant/tenantZones.ts";
import { PatientSummaryResolver } from "./patientSummary.resolver.ts";
import { riskJobs } from "./risk.jobs.ts";
import { RiskReader } from "./risk.reader.ts";
import { RiskResolver } from "./risk.resolver.ts";
import { RiskService } from "./risk.service.ts";
import { riskEventResolver } from "./riskEvent.resolver.ts";

interface RiskOptions {
  db: HealthDatabase;
  access: PatientAccess;
  timeline: Timeline;
  zones: TenantZones;
  clock: () => Date;
}

export type Risks = ReturnType<typeof assembleRisks>;

/** Risk assessments: how they are made, kept up to date and read. */
export function assembleRisks({ db, access, timeline, zones, clock }: RiskOptions) {
  const service = new RiskService(db, access, timeline, zones, clock);
  return { service, reader: new RiskReader(db, access), jobs: riskJobs(service, db, clock) };
}

/** The face of risk assessments in the graph. */
export function riskResolvers({ reader, service }: Risks, reports: ReportReader, feed: EventFeed): object[] {
  return [
    new RiskResolver(reader, service),
    new PatientSummaryResolver(reader, reports),
    riskEventResolver(feed),
  ];
}
