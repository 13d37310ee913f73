import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientVault } from "./identity/patient.vault.ts";
import type { PatientAccess } from "./patient.access.ts";
import type { Patient } from "./patient.model.ts";
import { withinReach } from "./patient.scope.ts";
import { patientInclude, patientOf } from "./patient.view.ts";

const right = "patient:read";

/** Reads patients' files for people: whatever is asked, only what the caller's rights reach, and each look is on record. */
export class PatientReader {
  constructor(
    private readonly db: HealthDatabase,
    private readonly vault: PatientVault,
    private readonly access: PatientAccess,
  ) {}

  /** Null for what the caller's rights do not reach: it might as well not exist. */
  find(context: RequestContext, id: string): Promise<Patient | null> {
    return context.loader(this.load).load(id);
  }

  /** Read again after a change, past what the request has read before. */
  fresh(context: RequestContext, id: string): Promise<Patient | null> {
    return context.loader(this.load).clear(id).load(id);
  }

  private readonly load = async (ids: readonly string[], context: RequestContext) => {
    const rows = await this.db.tenant.patient.findMany({
      where: { AND: [{ id: { in: [...ids] } }, withinReach(context.principal, right)] },
      include: patientInclude,
    });
    const found = rows.map(({ id }) => id);
    await this.access.tell(context, found, "FILE");
    return inOrder(
      ids,
      rows.map((row) => patientOf(this.vault, row)),
    );
  };
}
