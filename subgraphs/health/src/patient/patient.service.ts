import type { RequestContext } from "@wegraph/kit/context";
import { once } from "@wegraph/kit/idempotency";
import { announce, originOf } from "@wegraph/kit/outbox";
import type { QuotaMeter } from "@wegraph/kit/quotaMeter";
import type { SecretBox } from "@wegraph/kit/secrets";
import { v7 } from "uuid";
import { lenient } from "../health.database.ts";
import type { HealthDatabase } from "../health.database.ts";
import { changedIdentity, historyFrom, plainEdit } from "./patient.edit.ts";
import { patientChanged } from "./patient.events.ts";
import type { ChangePatientInput, CreatePatientInput } from "./patient.input.ts";
import { insertPatients } from "./patient.registration.ts";
import type { Registrar } from "./patient.registration.ts";
import type { Decided, PatientRow, PatientWriter } from "./patient.writer.ts";
import { refusingTakenNumber, takenNumber } from "./recordNumber.ts";

interface PatientServiceOptions extends Registrar {
  db: HealthDatabase;
  writer: PatientWriter;
  meter: QuotaMeter;
  secrets: Pick<SecretBox, "blindIndex">;
}

/** Registers patients, and changes what their files say. */
export class PatientService {
  constructor(private readonly options: PatientServiceOptions) {}

  /**
   * Returns the id of the new patient, or of the one the same key made before.
   *
   * @throws AppError CONFLICT when the given record number is taken, QUOTA_EXCEEDED when no more patients may be active.
   */
  create(context: RequestContext, input: CreatePatientInput): Promise<string> {
    const { db, meter, secrets } = this.options;
    const { idempotencyKey: key, ...rest } = input;
    const { tenantId } = context.principal;
    // Remembered as a keyed hash: a plain one could be tried out for who is registered.
    const given = secrets.blindIndex(JSON.stringify(rest));
    return db.tenant.$transaction(
      (tx) =>
        once(tx, { tenantId, scope: "createPatient", key, input: given }, async () => {
          const id = v7();
          const wanted = { dimension: "ACTIVE_PATIENTS", amount: 1, key: id } as const;
          await meter.use(originOf(context), wanted, async () => {
            const made = await insertPatients(tx, context, [{ id, input }], this.options);
            if (!made.has(id)) throw takenNumber(input.recordNumber ?? "");
          });
          return id;
        }),
      lenient,
    );
  }

  /** @throws AppError as `PatientWriter.apply`, and CONFLICT when the given record number is taken. */
  change(context: RequestContext, input: ChangePatientInput): Promise<void> {
    return refusingTakenNumber(input.recordNumber, () =>
      this.options.writer.apply(context, input, (row) => this.decide(row, input)),
    );
  }

  private decide(row: PatientRow, input: ChangePatientInput): Decided | null {
    const { vault, tokens } = this.options;
    const { data, changes } = plainEdit(row, input);
    const before = vault.openIdentity(row.id, row.identitySealed);
    const identity = changedIdentity(before, input);
    const isOther = JSON.stringify(identity) !== JSON.stringify(before);
    const history = input.history === undefined ? null : historyFrom(input.history);
    const isRewritten =
      history !== null &&
      JSON.stringify(history) !== JSON.stringify(vault.openHistory(row.id, row.historySealed));
    const all = [
      ...changes,
      ...(isOther ? [{ field: "identity" }] : []),
      ...(isRewritten ? [{ field: "history" }] : []),
    ];
    if (all.length === 0) return null;
    return {
      data: {
        ...data,
        ...(isOther && {
          identitySealed: vault.sealIdentity(row.id, identity),
          searchTokens: tokens.of(row.tenantId, identity),
        }),
        ...(isRewritten && { historySealed: vault.sealHistory(row.id, history) }),
      },
      act: "changed",
      changes: all,
      announced: (tx, origin, about) =>
        announce(tx, origin, patientChanged, { ...about, fields: all.map(({ field }) => field) }),
    };
  }
}
