import type { Origin } from "@wegraph/kit/outbox";
import type { News2 } from "../news2/news2.ts";
import type { PatientFacts } from "../patient/patient.facts.ts";
import type { MealContext, ReadingFlag, ReadingSource, VitalCode } from "./vital.codes.ts";

/** A measured value that was checked and converted: `value` is in the unit its code is kept in (vital.catalogue.ts). */
export interface NewReading {
  patientId: string;
  code: VitalCode;
  value: number;
  /** As it was sent, where that was in another unit. */
  given: { value: number; unit: string } | null;
  /** By the corrected clock. */
  measuredAt: Date;
  /** By the device's own clock: what makes it the same reading when it comes again. */
  statedAt: Date;
  receivedAt: Date;
  /** How far the device's clock was ahead, in milliseconds. */
  skewMs: number;
  deviceId: string | null;
  source: ReadingSource;
  /** Of values that were measured together. */
  setId: string;
  mealContext: MealContext | null;
  flags: readonly ReadingFlag[];
  enteredById: string | null;
}

export interface StoredReading extends NewReading {
  /** UUID v7. */
  id: string;
}

/** The latest value of a vital sign. */
export interface LatestValue {
  value: number;
  at: Date;
  deviceId: string | null;
  flags: readonly ReadingFlag[];
}

export type LatestValues = Readonly<Partial<Record<VitalCode, LatestValue>>>;

/** Values of one look at a patient, with all that was known then. */
export interface ScoredSet {
  news2: News2;
  latest: LatestValues;
}

/** What came of one patient in one intake, for those who decide what follows from it. */
export interface PatientIntake {
  patient: PatientFacts;
  /** The latest values before and after; a reading older than `before` of its code came late, and changes nothing there. */
  before: LatestValues;
  after: LatestValues;
  /** Fresh ones only (no duplicates), by `measuredAt`. */
  readings: readonly StoredReading[];
  /** Those that could be scored, by their time; none where too little is known or what is known is too old. */
  sets: readonly ScoredSet[];
}

/** Decides in the intake's transaction what readings mean: alerts exist exactly when their readings do. */
export interface ReadingEvaluator<Tx> {
  evaluate(tx: Tx, tenantId: string, intakes: readonly PatientIntake[]): Promise<void>;
}

/** Decides in a retraction's transaction what becomes of the alerts that rest on what is taken back. */
export interface RetractionJudge<Tx> {
  /** The patient is locked, and the readings count no more. */
  judgeAgain(tx: Tx, origin: Origin, patient: Retracted): Promise<void>;
}

/** Readings of one patient that were taken back. */
export interface Retracted {
  facts: PatientFacts;
  /** Of the file; measured heights stand among the values. */
  heightCm: number | null;
  readings: readonly StoredReading[];
}

export type IntakeOutcome = "STORED" | "DUPLICATE" | "NO_CONSENT" | "PATIENT_GONE";

/** The way in for every reading, whoever brings it. */
export interface VitalIntake {
  /**
   * Stores readings of one tenant, has them evaluated and announced, all in one transaction (calls that come at the same
   * time may share it). Resolves after the commit, with one outcome for each reading in their order.
   */
  take(tenantId: string, readings: readonly NewReading[]): Promise<readonly IntakeOutcome[]>;
}
