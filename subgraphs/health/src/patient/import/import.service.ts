import { setImmediate as turn } from "node:timers/promises";
import type { RequestContext } from "@wegraph/kit/context";
import { once } from "@wegraph/kit/idempotency";
import { originOf } from "@wegraph/kit/outbox";
import type { QuotaMeter } from "@wegraph/kit/quotaMeter";
import type { SecretBox } from "@wegraph/kit/secrets";
import { v7 } from "uuid";
import { lenient } from "../../health.database.ts";
import type { HealthDatabase, Tx } from "../../health.database.ts";
import type { PatientAccess } from "../patient.access.ts";
import { NewPatientInput } from "../patient.input.ts";
import { insertPatients } from "../patient.registration.ts";
import type { Registrar } from "../patient.registration.ts";
import { answerOf, judge } from "./import.judge.ts";
import type { Checked, ImportAnswer } from "./import.judge.ts";
import { issuesOf } from "./import.faults.ts";
import type { ImportPatientsInput } from "./import.model.ts";
import { findKnown } from "./import.twins.ts";

interface ImportOptions extends Registrar {
  db: HealthDatabase;
  access: PatientAccess;
  meter: QuotaMeter;
  secrets: Pick<SecretBox, "blindIndex">;
}

/** Rows that are checked before other requests have their turn. */
const atOnce = 50;

/** Registers many patients, as they come from a file: each row is answered by itself, and nobody gets a second file. */
export class PatientImport {
  constructor(private readonly options: ImportOptions) {}

  /**
   * In one transaction, so that a request that is repeated with its key finds all of it done or nothing.
   *
   * @throws AppError UNAVAILABLE when the quota cannot be checked: then nobody was registered.
   */
  async run(context: RequestContext, input: ImportPatientsInput): Promise<ImportAnswer[]> {
    const { db, access } = this.options;
    const rows = await checked(input.rows);
    const answers = input.isDryRun
      ? await this.decide(db.tenant, context, rows)
      : await this.registered(context, input, rows);
    // Who hears that somebody is a patient has looked into the file.
    const told = answers.flatMap(({ outcome, patientId }) =>
      outcome === "EXISTS" && patientId ? [patientId] : [],
    );
    await access.tell(context, told, "FILE");
    return answers;
  }

  private registered(
    context: RequestContext,
    { rows: given, idempotencyKey: key }: ImportPatientsInput,
    rows: readonly Checked[],
  ): Promise<ImportAnswer[]> {
    const { db, secrets } = this.options;
    const { tenantId } = context.principal;
    // Remembered as a keyed hash: a plain one could be tried out for who is registered.
    const input = secrets.blindIndex(JSON.stringify(given));
    return db.tenant.$transaction(
      (tx) =>
        once(tx, { tenantId, scope: "importPatients", key, input }, async () => {
          // One import of a tenant after the other: two of the same file, side by side, would not see each other's rows.
          await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('patient-import'), hashtext(${tenantId}))`;
          return await this.register(tx, context, rows);
        }),
      lenient,
    );
  }

  private async register(tx: Tx, context: RequestContext, rows: readonly Checked[]): Promise<ImportAnswer[]> {
    const answers = await this.decide(tx, context, rows);
    const ready = new Map(
      answers.flatMap(({ row, outcome }) => (outcome === "READY" ? [[row, v7()] as const] : [])),
    );
    const files = rows.flatMap(({ row, patient }) => {
      const id = ready.get(row);
      return id && patient ? [{ id, input: patient }] : [];
    });
    const keys = files.map(({ id }) => id);
    return this.options.meter.useEach(
      originOf(context),
      "ACTIVE_PATIENTS",
      keys,
      async (granted, refusal) => {
        const within = new Set(granted);
        const made = await this.insert(
          tx,
          context,
          files.filter(({ id }) => within.has(id)),
        );
        const done = answers.map((answer): ImportAnswer => {
          const patientId = ready.get(answer.row);
          if (patientId === undefined) return answer;
          const recordNumber = made.get(patientId);
          if (recordNumber !== undefined)
            return answerOf(answer.row, "REGISTERED", { patientId, recordNumber });
          const issue = within.has(patientId) ? taken : { ...usedUp, message: refusal?.message ?? "" };
          return answerOf(answer.row, "REFUSED", { issues: [issue] });
        });
        return { used: new Set(made.keys()), done };
      },
    );
  }

  private async insert(
    tx: Tx,
    context: RequestContext,
    files: readonly { id: string; input: NewPatientInput }[],
  ): Promise<Map<string, string>> {
    const made = new Map<string, string>();
    for (let at = 0; at < files.length; at += atOnce) {
      const some = await insertPatients(tx, context, files.slice(at, at + atOnce), this.options);
      for (const [id, recordNumber] of some) made.set(id, recordNumber);
    }
    return made;
  }

  private async decide(
    tx: Tx,
    { principal }: RequestContext,
    rows: readonly Checked[],
  ): Promise<ImportAnswer[]> {
    const people = rows.flatMap(({ patient }) => patient ?? []);
    const known = await findKnown(tx, principal, people, this.options);
    return judge(rows, known);
  }
}

const taken = {
  field: "recordNumber",
  fault: "TAKEN",
  message: "another file has this number",
} as const;
const usedUp = { field: null, fault: "QUOTA_USED_UP" } as const;

/** Rows by the rules of a single registration. */
async function checked(rows: ImportPatientsInput["rows"]): Promise<Checked[]> {
  const done: Checked[] = [];
  for (const { row, patient } of rows) {
    if (done.length % atOnce === atOnce - 1) await turn();
    const parsed = NewPatientInput.rules.safeParse(patient);
    done.push(
      parsed.success
        ? { row, patient: Object.assign(new NewPatientInput(), patient, parsed.data), issues: [] }
        : { row, patient: null, issues: issuesOf(patient, parsed.error) },
    );
  }
  return done;
}
