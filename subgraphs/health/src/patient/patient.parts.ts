import type { QuotaMeter } from "@wegraph/kit/quotaMeter";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { HealthDatabase } from "../health.database.ts";
import type { Timeline } from "../record/timeline.ts";
import { PatientVault } from "./identity/patient.vault.ts";
import { SearchTokens } from "./identity/searchTokens.ts";
import type { PatientAccess } from "./patient.access.ts";
import { PatientReader } from "./patient.reader.ts";
import { PatientService } from "./patient.service.ts";
import { PatientWriter } from "./patient.writer.ts";

interface PatientOptions {
  db: HealthDatabase;
  access: PatientAccess;
  timeline: Timeline;
  meter: QuotaMeter;
  secrets: SecretBox;
  clock: () => Date;
}

export type Patients = ReturnType<typeof assemblePatients>;

/** Patients' files: how they are read, and how they change. */
export function assemblePatients(options: PatientOptions) {
  const { db, access, timeline, secrets, clock } = options;
  const vault = new PatientVault(secrets);
  const tokens = new SearchTokens(secrets);
  const writer = new PatientWriter(db, timeline, clock);
  return {
    service: new PatientService({ ...options, vault, tokens, writer }),
    reader: new PatientReader(db, vault, tokens, access),
  };
}
