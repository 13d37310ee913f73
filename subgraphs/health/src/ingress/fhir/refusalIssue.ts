import type { ReadingResult } from "../reading.desk.ts";
import { problem } from "./outcome.ts";
import type { IssueCode, OutcomeIssue } from "./outcome.ts";

/** What FHIR says of each refusal: its issue type, and where in the Observation. */
const said: Readonly<Partial<Record<ReadingResult, { code: IssueCode; at: string; text: string }>>> = {
  MALFORMED: { code: "structure", at: "", text: "malformed" },
  CODE_UNKNOWN: { code: "code-invalid", at: ".code", text: "no vital sign that is kept" },
  UNIT_UNKNOWN: { code: "value", at: ".value", text: "no unit of this code" },
  VALUE_IMPOSSIBLE: { code: "value", at: ".value", text: "no living person has this value" },
  PRESSURES_REVERSED: {
    code: "value",
    at: ".component",
    text: "the systolic pressure is not above the diastolic one",
  },
  CLOCK_UNSET: { code: "value", at: ".effective", text: "the device's clock was never set" },
  IN_FUTURE: { code: "value", at: ".effective", text: "in time to come" },
  TOO_OLD: { code: "value", at: ".effective", text: "longer ago than readings are kept" },
  NOT_BOUND: { code: "business-rule", at: ".device", text: "nobody had this device then" },
  UNKNOWN_DEVICE: { code: "business-rule", at: ".device", text: "no device in service" },
  SUBJECT_MISMATCH: { code: "business-rule", at: ".subject", text: "the device was another patient's then" },
  NO_CONSENT: { code: "business-rule", at: ".subject", text: "the patient has not consented" },
  PATIENT_GONE: { code: "business-rule", at: ".subject", text: "the patient is not looked after any more" },
};

/** None for what is no refusal. */
export function refusalIssue(result: ReadingResult, path: string): OutcomeIssue[] {
  const known = said[result];
  return known ? [problem(known.code, known.text, `${path}${known.at}`)] : [];
}
