import { auditAll } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import type { Permission } from "@wegraph/kit/principal";
import { domain } from "../health.database.ts";
import type { HealthDatabase } from "../health.database.ts";
import { factColumns, factsOf } from "./patient.facts.store.ts";
import type { PatientFacts } from "./patient.facts.ts";
import { withinReach } from "./patient.scope.ts";

/** The parts of a patient's file, as the audit log names what was read. */
export type FileSection =
  | "FILE"
  | "TIMELINE"
  | "VITAL_SIGNS"
  | "ALERTS"
  | "DEVICES"
  | "CHECKUP_REPORTS"
  | "RISK"
  | "STATISTICS"
  | "IDENTITY"
  | "EXPORT";

/** The way to a patient's file: reaches no further than the caller's right, and leaves a trace of every look. */
export class PatientAccess {
  /** Told once for each request, however many fields of the section it asks for. */
  private readonly told = new WeakMap<RequestContext, Set<string>>();

  constructor(private readonly db: HealthDatabase) {}

  /**
   * Opens a section of the file. The record of it is written before anything is shown.
   *
   * @throws AppError NOT_FOUND for a patient that the right does not reach, as for one that does not exist.
   */
  async open(
    context: RequestContext,
    permission: Permission,
    patientId: string,
    section: FileSection,
  ): Promise<PatientFacts> {
    const row = await this.db.tenant.patient.findFirst({
      where: { AND: [{ id: patientId }, withinReach(context.principal, permission)] },
      select: factColumns,
    });
    if (!row) throw notFound("patient", patientId);
    await this.tell(context, [patientId], section);
    return factsOf(row);
  }

  /** Of patients that were found within reach already: a page of a list, a board, a cohort. */
  async tell(context: RequestContext, patientIds: readonly string[], section: FileSection): Promise<void> {
    const told = this.toldOf(context);
    const fresh = patientIds.filter((id) => !told.has(`${section} ${id}`));
    if (fresh.length === 0) return;
    for (const id of fresh) told.add(`${section} ${id}`);
    // A record for each patient, of a page of a list too: "who saw this file" is answered by the patient's id.
    await auditAll(
      this.db.tenant,
      domain,
      originOf(context),
      fresh.map((id) => ({
        action: "patient.read",
        resourceType: "patient",
        resourceId: id,
        changes: [{ field: "section", after: section }],
      })),
    );
  }

  private toldOf(context: RequestContext): Set<string> {
    const known = this.told.get(context);
    if (known) return known;
    const made = new Set<string>();
    this.told.set(context, made);
    return made;
  }
}
