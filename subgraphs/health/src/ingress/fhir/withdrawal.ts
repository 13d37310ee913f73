import { meaningOf } from "../../vital/vital.aliases.ts";
import type { VitalCode } from "../../vital/vital.codes.ts";
import { observationShape } from "./fhir.schema.ts";
import type { FhirMeasured } from "./fhir.schema.ts";
import { deviceOf, effectiveOf, identifiersOf, loincsOf } from "./observation.ts";
import type { ReadObservation } from "./observation.ts";

/** FHIR R4's ObservationStatus of what was released and is withdrawn: http://hl7.org/fhir/R4/valueset-observation-status.html. */
const withdrawn = "entered-in-error";

/** An Observation that says of an earlier one that it should not be used. */
export interface ReadWithdrawal extends Pick<ReadObservation, "device" | "identifiers"> {
  /** Of what it held; a withdrawal need not repeat it. */
  codes: VitalCode[];
  at: Date | null;
}

/** Null for what is no withdrawal. Nothing but the status is asked of it, and what tells which one is meant. */
export function readWithdrawal(resource: unknown): ReadWithdrawal | null {
  const parsed = observationShape.safeParse(resource);
  if (!parsed.success || parsed.data.status !== withdrawn) return null;
  const observation = parsed.data;
  return {
    device: deviceOf(observation),
    identifiers: identifiersOf(observation),
    codes: [observation, ...(observation.component ?? [])].flatMap(codesOf),
    at: effectiveOf(observation),
  };
}

function codesOf(measured: FhirMeasured): VitalCode[] {
  return loincsOf(measured).flatMap((each) => meaningOf(each)?.code ?? []);
}
