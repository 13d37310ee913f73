import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { keysetPage, mapPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import type { RecordKind } from "./record.kinds.ts";
import type { PatientRecord } from "./record.model.ts";
import { recordOf } from "./record.view.ts";

const newestFirst: readonly OrderColumn[] = [
  { field: "occurredAt", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];

/** Reads a patient's timeline; that somebody looked is on record. */
export class RecordReader {
  constructor(
    private readonly db: HealthDatabase,
    private readonly access: PatientAccess,
    private readonly secrets: SecretBox,
  ) {}

  /** @throws AppError NOT_FOUND for a patient beyond the caller's reach. */
  async page(
    context: RequestContext,
    patientId: string,
    kinds: readonly RecordKind[] | null,
    args: PageArgs,
  ): Promise<Page<PatientRecord>> {
    await this.access.open(context, "patient:read", patientId, "TIMELINE");
    const condition = { patientId, ...(kinds?.length && { kind: { in: [...kinds] } }) };
    const page = await keysetPage(
      args,
      newestFirst,
      ({ where, ...query }) =>
        this.db.tenant.healthRecord.findMany({ where: { AND: [condition, where] }, ...query }),
      () => this.db.tenant.healthRecord.count({ where: condition }),
    );
    return mapPage(page, (row) => recordOf(this.secrets, row));
  }

  /** Of a record whose patient the caller was let see. */
  async one(id: string): Promise<PatientRecord> {
    const row = await this.db.tenant.healthRecord.findFirst({ where: { id } });
    if (!row) throw notFound("patient record", id);
    return recordOf(this.secrets, row);
  }
}
