import type { EventFeed } from "@wegraph/kit/feed";
import type { Logger } from "@wegraph/kit/log";
import type { QuotaMeter } from "@wegraph/kit/quotaMeter";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { HealthDatabase } from "../health.database.ts";
import type { Timeline } from "../record/timeline.ts";
import { ExportResolver } from "./export/export.resolver.ts";
import { PatientExport } from "./export/export.service.ts";
import { ImportResolver } from "./import/import.resolver.ts";
import { PatientImport } from "./import/import.service.ts";
import { PatientVault } from "./identity/patient.vault.ts";
import { SearchTokens } from "./identity/searchTokens.ts";
import { patientStock } from "../quota/patientStock.ts";
import type { TenantZones } from "../tenant/tenantZones.ts";
import type { PatientAccess } from "./patient.access.ts";
import { PatientCare } from "./patient.care.ts";
import type { PatientGone } from "./patient.gone.ts";
import { PatientOverview } from "./patient.overview.ts";
import { PatientReader } from "./patient.reader.ts";
import { PatientResolver } from "./patient.resolver.ts";
import { PatientReveal } from "./patient.reveal.ts";
import { PatientService } from "./patient.service.ts";
import { PatientStandings } from "./patient.standing.ts";
import { PatientWriter } from "./patient.writer.ts";
import { PatientActResolver } from "./patientAct.resolver.ts";
import { patientEventResolver } from "./patientEvent.resolver.ts";
import { PatientFieldResolver } from "./patientField.resolver.ts";

interface PatientOptions {
  db: HealthDatabase;
  access: PatientAccess;
  timeline: Timeline;
  meter: QuotaMeter;
  /** What ends with a patient's being looked after. */
  gone: PatientGone;
  log: Logger;
  secrets: SecretBox;
  zones: TenantZones;
  clock: () => Date;
}

export type Patients = ReturnType<typeof assemblePatients>;

/** Patients' files: how they are read, and how they change. */
export function assemblePatients(options: PatientOptions) {
  const { db, access, timeline, meter, gone, log, secrets, zones, clock } = options;
  const vault = new PatientVault(secrets);
  const tokens = new SearchTokens(secrets);
  const writer = new PatientWriter(db, timeline, clock);
  return {
    service: new PatientService({ ...options, vault, tokens, writer }),
    imports: new PatientImport({ ...options, vault, tokens }),
    reader: new PatientReader(db, vault, tokens, access),
    overview: new PatientOverview(db),
    care: new PatientCare(writer, gone),
    standings: new PatientStandings({ writer, meter, gone }),
    reveal: new PatientReveal(db, vault),
    exports: new PatientExport({ db, access, vault, clock }),
    stock: patientStock(db, meter, log),
    zones,
    clock,
  };
}

/** Patients in the graph. */
export function patientResolvers(patients: Patients, feed: EventFeed): object[] {
  const { reader, overview, service, zones, clock } = patients;
  return [
    new PatientResolver(reader, overview, service),
    new PatientActResolver(patients),
    new PatientFieldResolver(zones, clock),
    new ExportResolver(patients.exports),
    new ImportResolver(patients.imports),
    patientEventResolver(feed, reader),
  ];
}
