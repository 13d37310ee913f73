import { recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import { domain, lenient } from "../health.database.ts";
import type { HealthDatabase } from "../health.database.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { retryingClashes } from "./intake/intake.clash.ts";
import type { IntakeStore } from "./intake/intake.store.ts";
import type { IntakeOutcome } from "./reading.ts";
import { readingsOf } from "./vital.entry.ts";
import type { RecordVitalSignsInput, RetractVitalSignInput } from "./vital.input.ts";
import type { VitalSign } from "./vital.model.ts";
import type { VitalRetraction } from "./vital.retraction.ts";
import { vitalSignView } from "./vital.view.ts";

const right = "vital-sign:write";
const record = recorderOf(domain, "vital-sign");

/** What people do with vital signs. */
export class VitalService {
  constructor(
    private readonly db: HealthDatabase,
    private readonly access: PatientAccess,
    private readonly store: IntakeStore,
    private readonly retraction: VitalRetraction,
    private readonly clock: () => Date,
  ) {}

  /**
   * Records values that were measured together, as an intake of its own.
   * @throws AppError INVALID_INPUT with each value's path; CONFLICT (CONSENT_MISSING, PATIENT_INACTIVE); NOT_FOUND out of reach.
   */
  async record(context: RequestContext, input: RecordVitalSignsInput): Promise<VitalSign[]> {
    const { principal } = context;
    const { patientId, idempotencyKey: key } = input;
    const enteredById = principal.kind === "USER" ? principal.id : null;
    const now = this.clock();
    const readings = readingsOf(input, { enteredById, now });
    await this.access.open(context, right, patientId, "VITAL_SIGNS");
    await this.store.prepare(readings);
    const request = { tenantId: principal.tenantId, scope: "recordVitalSigns", key, input };
    const stored = await retryingClashes(() =>
      this.db.tenant.$transaction(
        (tx) =>
          once(tx, request, async () => {
            const taken = await this.store.take(tx, principal.tenantId, readings, originOf(context));
            for (const outcome of taken.outcomes) demandStored(outcome);
            const made = taken.intakes.flatMap((intake) => intake.readings);
            await record(tx, context, "recorded", patientId, [
              { field: "codes", after: made.map(({ code }) => code) },
              { field: "ids", after: made.map(({ id }) => id) },
            ]);
            return made.map(({ id, measuredAt }) => ({ id, measuredAt: measuredAt.toISOString() }));
          }),
        lenient,
      ),
    );
    const rows = await this.db.tenant.vitalSign.findMany({
      where: { OR: stored.map(({ id, measuredAt }) => ({ id, measuredAt: new Date(measuredAt) })) },
    });
    const inPlace = new Map(rows.map((row) => [row.id, vitalSignView(row)]));
    return stored.flatMap(({ id }) => inPlace.get(id) ?? []);
  }

  /**
   * Takes back a value that was entered in error: it is kept, and left out of everything.
   * @throws AppError NOT_FOUND out of reach; CONFLICT (VITAL_SIGN_RETRACTED) when it was taken back before.
   */
  async retract(context: RequestContext, { vitalSignId, reason }: RetractVitalSignInput): Promise<VitalSign> {
    const row = await this.retraction.find(vitalSignId);
    await this.access.open(context, right, row.patientId, "VITAL_SIGNS").catch((error: unknown) => {
      // A value of somebody out of reach might as well not exist.
      throw error instanceof AppError && error.code === "NOT_FOUND"
        ? this.retraction.notThere(vitalSignId)
        : error;
    });
    const retracted = await retryingClashes(() =>
      this.db.tenant.$transaction(async (tx) => {
        const made = await this.retraction.apply(
          tx,
          originOf(context),
          { patientId: row.patientId, values: [row] },
          this.clock(),
        );
        await record(tx, context, "retracted", row.patientId, [
          { field: "ids", after: made.map(({ id }) => id) },
          { field: "code", after: row.code },
          { field: "reason", after: reason },
        ]);
        return made.find(({ id }) => id === row.id) ?? row;
      }, lenient),
    );
    return vitalSignView(retracted);
  }
}

function demandStored(outcome: IntakeOutcome): void {
  if (outcome === "NO_CONSENT")
    throw new AppError("CONFLICT", "CONSENT_MISSING", "The patient has not agreed to be measured.");
  if (outcome === "PATIENT_GONE")
    throw new AppError("CONFLICT", "PATIENT_INACTIVE", "The patient is not being looked after any more.");
}
