import { recorderOf } from "@wegraph/kit/audit";
import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { announce, originOf } from "@wegraph/kit/outbox";
import type { SecretBox } from "@wegraph/kit/secrets";
import { domain, lenient } from "../health.database.ts";
import type { HealthDatabase, Tx } from "../health.database.ts";
import { patientRecorded } from "../patient/patient.events.ts";
import { aboutOf, lockPatient, personOf } from "../patient/patient.writer.ts";
import type { PatientRow } from "../patient/patient.writer.ts";
import type { AddPatientRecordInput, RetractPatientRecordInput } from "./record.input.ts";
import { recordKinds, writtenKinds } from "./record.kinds.ts";
import type { Timeline } from "./timeline.ts";

interface RecordServiceOptions {
  db: HealthDatabase;
  timeline: Timeline;
  secrets: Pick<SecretBox, "blindIndex">;
  clock: () => Date;
}

const record = recorderOf(domain, "patient");

/** What people write on a patient's timeline. */
export class RecordService {
  constructor(private readonly options: RecordServiceOptions) {}

  /** Returns the id of the new entry, or of the one the same key made before. */
  add(context: RequestContext, input: AddPatientRecordInput): Promise<string> {
    const { db, timeline, secrets, clock } = this.options;
    const { idempotencyKey: key, ...rest } = input;
    const { tenantId } = context.principal;
    // As a keyed hash: what is written of a patient is guessed too easily from a plain one.
    const given = secrets.blindIndex(JSON.stringify(rest));
    return db.tenant.$transaction(
      (tx) =>
        once(tx, { tenantId, scope: "addPatientRecord", key, input: given }, async () => {
          const patient = await lockPatient(tx, context.principal, input.patientId, "patient:write");
          const { kind, title, text, occurredAt } = input;
          const [id = ""] = await timeline.add(tx, [
            {
              tenantId,
              patientId: patient.id,
              kind,
              title,
              ...(text && { text }),
              occurredAt: occurredAt ?? clock(),
              authorUserId: personOf(context.principal),
            },
          ]);
          await this.tell(tx, context, patient, { recordId: id, kind, isRetracted: false });
          await record(tx, context, "record-added", patient.id, [
            { field: "recordId", after: id },
            { field: "kind", after: kind },
          ]);
          return id;
        }),
      lenient,
    );
  }

  /**
   * Marks an entry as made by mistake; it stays, for whoever acted on it. A second time changes nothing.
   *
   * @throws AppError INVALID_TRANSITION for what the platform wrote: that did happen.
   */
  async retract(context: RequestContext, { recordId, reason }: RetractPatientRecordInput): Promise<void> {
    const { db, clock } = this.options;
    await db.tenant.$transaction(async (tx) => {
      const row = await tx.healthRecord.findFirst({ where: { id: recordId } });
      if (!row) throw notFound("patient record", recordId);
      const patient = await lockPatient(tx, context.principal, row.patientId, "patient:write").catch(
        (error: unknown) => {
          // Whose record it is stays as unknown as the patient.
          if (error instanceof AppError && error.code === "NOT_FOUND")
            throw notFound("patient record", recordId);
          throw error;
        },
      );
      if (!writtenKinds.some((kind) => kind === row.kind))
        throw new AppError(
          "INVALID_TRANSITION",
          "RECORD_OF_PLATFORM",
          "Only what people wrote can be taken back.",
          { id: recordId, kind: row.kind },
        );
      const { count } = await tx.healthRecord.updateMany({
        where: { id: recordId, retractedAt: null },
        data: { retractedAt: clock() },
      });
      if (count === 0) return;
      const kind = oneOf(recordKinds, row.kind);
      await this.tell(tx, context, patient, { recordId, kind, isRetracted: true });
      await record(tx, context, "record-retracted", patient.id, [
        { field: "recordId", after: recordId },
        { field: "reason", after: reason },
      ]);
    }, lenient);
  }

  private async tell(
    tx: Tx,
    context: RequestContext,
    patient: PatientRow,
    what: { recordId: string; kind: (typeof recordKinds)[number]; isRetracted: boolean },
  ): Promise<void> {
    await announce(tx, originOf(context), patientRecorded, { ...aboutOf(patient), ...what });
  }
}
