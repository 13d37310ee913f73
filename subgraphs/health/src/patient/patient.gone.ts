import type { Origin } from "@wegraph/kit/outbox";
import type { Tx } from "../health.database.ts";
import type { PatientFacts } from "./patient.facts.ts";

/**
 * What ends with a patient's being looked after, in the transaction that ends it: consent withdrawn, status no longer
 * ACTIVE, or file archived.
 */
export type PatientGone = (tx: Tx, origin: Origin, patient: PatientFacts) => Promise<void>;
