import type { EventFeed } from "@wegraph/kit/feed";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import type { PatientReader } from "../patient/patient.reader.ts";
import type { Timeline } from "../record/timeline.ts";
import type { TenantZones } from "../tenant/tenantZones.ts";
import { CompareResolver } from "./compare.resolver.ts";
import { ReportReader } from "./report.reader.ts";
import { ReportResolver } from "./report.resolver.ts";
import { ReportService } from "./report.service.ts";
import { ReportVault } from "./report.vault.ts";
import { reportEventResolver } from "./reportEvent.resolver.ts";

interface ReportOptions {
  db: HealthDatabase;
  access: PatientAccess;
  timeline: Timeline;
  secrets: SecretBox;
  zones: TenantZones;
  clock: () => Date;
}

export type CheckupReports = ReturnType<typeof assembleReports>;

/** Check-up reports: how they are written, read and compared. */
export function assembleReports(options: ReportOptions) {
  const { db, access, secrets, zones, clock } = options;
  const vault = new ReportVault(secrets);
  return {
    access,
    zones,
    clock,
    reader: new ReportReader(db, access, vault),
    service: new ReportService({ ...options, vault }),
  };
}

/** The face of reports in the graph. */
export function reportResolvers(
  { reader, service, access, zones, clock }: CheckupReports,
  patients: PatientReader,
  feed: EventFeed,
): object[] {
  return [
    new ReportResolver(reader, service, patients),
    new CompareResolver({ reader, access, zones, clock }),
    reportEventResolver(feed, reader),
  ];
}
