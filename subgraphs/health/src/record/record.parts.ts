import type { SecretBox } from "@wegraph/kit/secrets";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { RecordReader } from "./record.reader.ts";
import { RecordService } from "./record.service.ts";
import type { Timeline } from "./timeline.ts";

interface RecordOptions {
  db: HealthDatabase;
  access: PatientAccess;
  timeline: Timeline;
  secrets: SecretBox;
  clock: () => Date;
}

export type Records = ReturnType<typeof assembleRecords>;

/** Timelines: how they are read, and what people write on them. */
export function assembleRecords(options: RecordOptions) {
  const { db, access, secrets } = options;
  return { reader: new RecordReader(db, access, secrets), service: new RecordService(options) };
}
