import { recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { domain } from "../health.database.ts";
import type { HealthDatabase } from "../health.database.ts";
import type { Identity } from "./identity/identity.ts";
import type { PatientVault } from "./identity/patient.vault.ts";
import { lockPatient } from "./patient.writer.ts";
import type { RevealPatientIdentityInput } from "./patientStanding.input.ts";

const record = recorderOf(domain, "patient");

/** Shows who a patient is in full. */
export class PatientReveal {
  constructor(
    private readonly db: HealthDatabase,
    private readonly vault: PatientVault,
  ) {}

  /** The record of it, with the reason, is written before anything is shown. */
  async identity(
    context: RequestContext,
    { patientId, reason }: RevealPatientIdentityInput,
  ): Promise<Identity> {
    const sealed = await this.db.tenant.$transaction(async (tx) => {
      const row = await lockPatient(tx, context.principal, patientId, "patient:reveal");
      await record(tx, context, "identity-revealed", row.id, [
        { field: "section", after: "IDENTITY" },
        { field: "reason", after: reason },
      ]);
      return row.identitySealed;
    });
    return this.vault.openIdentity(patientId, sealed);
  }
}
