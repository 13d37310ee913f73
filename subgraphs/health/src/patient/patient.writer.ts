import type { Prisma } from "@wegraph/db-health/client";
import { recorderOf } from "@wegraph/kit/audit";
import type { AuditRecord } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";
import { isUuid } from "@wegraph/kit/validate";
import { domain, lenient } from "../health.database.ts";
import type { HealthDatabase, Tx } from "../health.database.ts";
import type { NewRecord, Timeline } from "../record/timeline.ts";
import type { AboutPatient } from "./patient.events.ts";
import { factsOf } from "./patient.facts.store.ts";
import { reaches } from "./patient.scope.ts";

export type PatientRow = Prisma.PatientGetPayload<object>;

/** What a change of a patient comes to. */
export interface Decided {
  data: Omit<Prisma.PatientUncheckedUpdateManyInput, "version" | "updatedAt">;
  /** How it is named in the audit log: "changed", "consent-granted". */
  act: string;
  changes: AuditRecord["changes"];
  announced: (tx: Tx, origin: Origin, about: AboutPatient) => Promise<unknown>;
  record?: Pick<NewRecord, "kind" | "text" | "facts">;
}

interface Wanted {
  patientId: string;
  expectedVersion?: number | null | undefined;
  /** An archived file only changes by being restored. */
  evenArchived?: boolean;
}

const record = recorderOf(domain, "patient");

/** The one way in which a patient's file changes: load, decide, save, tell; all in one transaction. */
export class PatientWriter {
  constructor(
    private readonly db: HealthDatabase,
    private readonly timeline: Timeline,
    private readonly clock: () => Date,
  ) {}

  /**
   * `decide` gives null where nothing is to be changed. `then` is done in the same transaction, after the change.
   *
   * @throws AppError NOT_FOUND, FORBIDDEN (to be seen, but not to be touched), CONFLICT for another version,
   *   INVALID_TRANSITION for an archived file.
   */
  async apply(
    context: RequestContext,
    { patientId, expectedVersion, evenArchived = false }: Wanted,
    decide: (row: PatientRow, now: Date) => Decided | null,
    then?: (tx: Tx, after: PatientRow) => Promise<void>,
  ): Promise<void> {
    await this.db.tenant.$transaction(async (tx) => {
      const row = await lockPatient(tx, context.principal, patientId, "patient:write");
      if (expectedVersion != null && row.version !== expectedVersion) throw stale(row);
      if (row.archivedAt && !evenArchived) throw archived(row);
      const now = this.clock();
      const decided = decide(row, now);
      if (!decided) return;
      const after = await tx.patient.update({
        where: { id: row.id },
        data: { ...decided.data, version: row.version + 1, updatedAt: now },
      });
      await this.tell(tx, context, after, decided, now);
      await then?.(tx, after);
    }, lenient);
  }

  /** Of what was done to a patient: event, timeline and audit log. */
  async tell(
    tx: Tx,
    context: RequestContext,
    row: PatientRow,
    decided: Omit<Decided, "data">,
    now: Date,
  ): Promise<void> {
    const origin = originOf(context);
    await decided.announced(tx, origin, aboutOf(row));
    if (decided.record) {
      const { tenantId, id: patientId } = row;
      const authorUserId = personOf(context.principal);
      await this.timeline.add(tx, [
        { ...decided.record, tenantId, patientId, authorUserId, occurredAt: now },
      ]);
    }
    await record(tx, context, decided.act, row.id, decided.changes);
  }
}

/** The row, held until the transaction's end; what the caller cannot see does not exist. */
export async function lockPatient(
  tx: Tx,
  principal: Principal,
  id: string,
  permission: Permission,
): Promise<PatientRow> {
  // No stronger lock: an intake, which holds what holds now of the patient, adds to their timeline meanwhile.
  await tx.$queryRaw`SELECT 1 FROM health_patients WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const row = await tx.patient.findFirst({ where: { id } });
  if (!row || !reaches(principal, "patient:read", row)) throw notFound("patient", id);
  if (!reaches(principal, permission, row)) throw refusal(principal, [permission]);
  return row;
}

/** The user who acts; null for programs. */
export function personOf({ kind, id }: Principal): string | null {
  return kind === "USER" && isUuid(id) ? id : null;
}

/** What events say of a patient. */
export function aboutOf(row: PatientRow): AboutPatient {
  const { id: patientId, recordNumber, clinicianUserId, careTeamUserIds, department } = factsOf(row);
  return {
    patientId,
    recordNumber,
    clinicianUserId,
    careTeamUserIds: [...careTeamUserIds],
    department,
    version: row.version,
  };
}

function stale({ id, version }: PatientRow): AppError {
  return new AppError("CONFLICT", "PATIENT_STALE", "The file has changed meanwhile.", { id, version });
}

function archived({ id }: PatientRow): AppError {
  return new AppError("INVALID_TRANSITION", "PATIENT_ARCHIVED", "The file is archived; restore it first.", {
    id,
  });
}
