import { announceAll, systemOrigin } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import { v7 } from "uuid";
import type { HealthDatabase, Tx } from "../../health.database.ts";
import { news2Of, scored } from "../../news2/news2.state.ts";
import { news2RulesOf } from "../../news2/news2.settings.ts";
import type {
  IntakeOutcome,
  NewReading,
  PatientIntake,
  ReadingEvaluator,
  StoredReading,
} from "../reading.ts";
import { announcementsOf } from "../vital.announce.ts";
import { freshOf, isKeyed, keyTimeOf } from "./intake.keys.ts";
import { lockPatients } from "./intake.lock.ts";
import type { LockedPatient } from "./intake.lock.ts";
import { IntakeMonths } from "./intake.months.ts";
import { planIntake } from "./intake.plan.ts";
import { insertReadings, insertScores, writeStates } from "./intake.write.ts";

const part = "vital-sign-intake";

export interface Taken {
  /** One for each reading, in their order. */
  outcomes: IntakeOutcome[];
  intakes: PatientIntake[];
}

/** Puts readings where they belong, with all that follows from them, in a transaction of the caller's. */
export class IntakeStore {
  private readonly months: IntakeMonths;

  constructor(
    private readonly options: {
      db: HealthDatabase;
      evaluator: ReadingEvaluator<Tx> | undefined;
      settings: LiveSettings;
      clock: () => Date;
    },
  ) {
    this.months = new IntakeMonths(options.db);
  }

  /** Before the transaction. */
  async prepare(readings: readonly NewReading[]): Promise<void> {
    const now = this.options.clock();
    await this.months.ensure(
      readings.flatMap((reading) => [
        { table: "health_vital_signs", at: reading.measuredAt },
        ...(reading.deviceId !== null && isKeyed(reading, now)
          ? [{ table: "wegraph_vital_sign_keys" as const, at: keyTimeOf(reading) }]
          : []),
      ]),
    );
  }

  /** In the tenant's scope, after `prepare`. */
  async take(
    tx: Tx,
    tenantId: string,
    readings: readonly NewReading[],
    origin: Origin = systemOrigin(part, tenantId),
  ): Promise<Taken> {
    const patients = await lockPatients(
      tx,
      readings.map(({ patientId }) => patientId),
    );
    const outcomes = readings.map(({ patientId }) => admission(patients.get(patientId)));
    const admitted = readings.filter((_, place) => outcomes[place] === "STORED");
    const fresh = await freshOf(tx, tenantId, admitted, this.options.clock());
    const kept = new Map<string, StoredReading[]>();
    admitted.forEach((reading, place) => {
      if (!fresh.has(place)) return;
      const stored = { ...reading, id: v7() };
      const known = kept.get(reading.patientId);
      if (known) known.push(stored);
      else kept.set(reading.patientId, [stored]);
    });
    const intakes = await this.write(tx, tenantId, { patients, kept, origin });
    let place = 0;
    return {
      outcomes: outcomes.map((outcome) => {
        if (outcome !== "STORED") return outcome;
        place += 1;
        return fresh.has(place - 1) ? "STORED" : "DUPLICATE";
      }),
      intakes,
    };
  }

  private async write(
    tx: Tx,
    tenantId: string,
    {
      patients,
      kept,
      origin,
    }: { patients: Map<string, LockedPatient>; kept: Map<string, StoredReading[]>; origin: Origin },
  ): Promise<PatientIntake[]> {
    const rules = news2RulesOf(this.options.settings, tenantId);
    const planned = [...kept].flatMap(([patientId, readings]) => {
      const patient = patients.get(patientId);
      return patient ? [{ patientId, patient, plan: planIntake(patient, readings, rules) }] : [];
    });
    if (planned.length === 0) return [];
    await insertReadings(
      tx,
      tenantId,
      planned.flatMap(({ plan }) => plan.readings),
    );
    await writeStates(
      tx,
      planned.map(({ patientId, plan }) => ({ patientId, after: plan.after, news2: plan.news2 })),
    );
    await insertScores(
      tx,
      tenantId,
      planned.flatMap(({ patientId, plan }) => plan.scores.map((news2) => ({ patientId, news2 }))),
    );
    const intakes = planned.map(({ patient: { facts, before }, plan }) => ({
      patient: facts,
      before,
      after: plan.after,
      readings: plan.readings,
      sets: plan.sets,
    }));
    await this.options.evaluator?.evaluate(tx, tenantId, intakes);
    await announceAll(
      tx,
      planned.flatMap(({ patient: { facts }, plan }) =>
        announcementsOf(origin, {
          change: "RECORDED",
          patient: facts,
          readings: plan.readings,
          // Where no part of it changed, it stands as it was.
          news2: plan.news2 === undefined ? scored(news2Of(plan.after, facts, rules)) : plan.news2,
        }),
      ),
    );
    return intakes;
  }
}

function admission(patient: LockedPatient | undefined): IntakeOutcome {
  if (!patient?.isActive) return "PATIENT_GONE";
  return patient.consent === "GRANTED" ? "STORED" : "NO_CONSENT";
}
