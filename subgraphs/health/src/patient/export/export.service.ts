import { setImmediate as turn } from "node:timers/promises";
import { recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput } from "@wegraph/kit/errors";
import { v7 } from "uuid";
import { domain } from "../../health.database.ts";
import type { HealthDatabase } from "../../health.database.ts";
import { vitalCatalogue } from "../../vital/vital.catalogue.ts";
import type { PatientVault } from "../identity/patient.vault.ts";
import type { PatientAccess } from "../patient.access.ts";
import { entryOf, historyResources, observationResource, patientResource } from "./fhir.ts";
import type { ExportedReading } from "./fhir.ts";

interface ExportOptions {
  db: HealthDatabase;
  access: PatientAccess;
  vault: PatientVault;
  clock: () => Date;
  /** More than so many observations are refused. */
  observationsMax?: number;
  /** Read at a time; between two of them other requests have their turn. */
  batchSize?: number;
}

export interface ExportedBundle {
  /** A FHIR R4 Bundle of type collection, as JSON text. */
  bundle: string;
  observations: number;
}

const record = recorderOf(domain, "patient");
const observationsDefault = 100_000;
const batchDefault = 2_000;
const displays: ReadonlyMap<string, string> = new Map(
  [...vitalCatalogue.values()].map(({ code, name }) => [code, name.en]),
);

/** Takes a patient's data out of the platform. */
export class PatientExport {
  constructor(private readonly options: ExportOptions) {}

  /**
   * The whole file, with the vital signs of a range of time. That it was taken, and by whom, is recorded first.
   *
   * @throws AppError INVALID_INPUT when the range holds more observations than one export may.
   */
  async bundle(
    context: RequestContext,
    { patientId, from, to }: { patientId: string; from?: Date | null; to?: Date | null },
  ): Promise<ExportedBundle> {
    const { db, access, vault, clock, observationsMax = observationsDefault } = this.options;
    const range = { from: from ?? new Date(0), to: to ?? new Date(clock().getTime() + 86_400_000) };
    if (range.from >= range.to)
      throw invalidInput([{ path: ["input", "to"], message: "must be later than from" }]);
    const facts = await access.open(context, "patient:export", patientId, "EXPORT");
    const total = await this.count(patientId, range, observationsMax + 1);
    if (total > observationsMax)
      throw new AppError(
        "INVALID_INPUT",
        "EXPORT_TOO_LARGE",
        `More than ${observationsMax} observations: choose a shorter range of time.`,
        { issues: [{ path: ["input", "from"], message: "too much" }], most: observationsMax },
      );
    await record(db.tenant, context, "exported", patientId, [
      { field: "from", after: from?.toISOString() ?? null },
      { field: "to", after: to?.toISOString() ?? null },
      { field: "observations", after: total },
    ]);
    const row = await db.tenant.patient.findFirstOrThrow({
      where: { id: patientId },
      select: { identitySealed: true, historySealed: true },
    });
    const patient = {
      facts,
      identity: vault.openIdentity(patientId, row.identitySealed),
      history: vault.openHistory(patientId, row.historySealed),
    };
    const entries = [
      JSON.stringify(entryOf(patientId, patientResource(patient))),
      ...historyResources(patient).map((resource) => JSON.stringify(entryOf(v7(), resource))),
    ];
    let observations = 0;
    for await (const readings of this.readings(patientId, range)) {
      context.demandWaiting();
      for (const reading of readings) {
        const resource = observationResource(patientId, reading, displays.get(reading.code) ?? reading.code);
        entries.push(JSON.stringify(entryOf(reading.id, resource)));
      }
      observations += readings.length;
      await turn();
    }
    const head = { resourceType: "Bundle", type: "collection", timestamp: clock().toISOString() };
    return { bundle: `${JSON.stringify(head).slice(0, -1)},"entry":[${entries.join(",")}]}`, observations };
  }

  private async count(patientId: string, { from, to }: Range, most: number): Promise<number> {
    const [row] = await this.options.db.tenant.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM (
        SELECT FROM health_vital_signs WHERE patient_id = ${patientId}::uuid AND retracted_at IS NULL
          AND measured_at >= ${from} AND measured_at < ${to} LIMIT ${most}::int) AS found`;
    return row?.count ?? 0;
  }

  /** Oldest first, in batches that go on where the last one ended. */
  private async *readings(patientId: string, { from, to }: Range): AsyncGenerator<ExportedReading[]> {
    const { db, batchSize = batchDefault } = this.options;
    let after: { at: Date; id: string } = { at: from, id: "00000000-0000-0000-0000-000000000000" };
    for (;;) {
      const rows = await db.tenant.$queryRaw<ExportedReading[]>`
        SELECT id, code, value, unit, measured_at AS "measuredAt", device_id AS "deviceId", flags
        FROM health_vital_signs
        WHERE patient_id = ${patientId}::uuid AND retracted_at IS NULL AND measured_at < ${to}
          AND (measured_at, id) > (${after.at}, ${after.id}::uuid)
        ORDER BY measured_at, id LIMIT ${batchSize}::int`;
      if (rows.length > 0) yield rows;
      const last = rows.at(-1);
      if (!last || rows.length < batchSize) return;
      after = { at: last.measuredAt, id: last.id };
    }
  }
}

interface Range {
  from: Date;
  to: Date;
}
