import type { PatientImportMatch, PatientImportOutcome } from "../../gql/graphql.ts";
import { importFields } from "./importFields.ts";
import type { ImportResult } from "./importPieces.ts";
import { fieldOfIssue, type FieldProblem, type PatientRow } from "./toPatient.ts";

/** A row with what is known to become of it, or what became of it. */
export interface JudgedRow {
  line: number;
  name: string;
  values: readonly string[];
  /** Null while nobody has looked. */
  outcome: PatientImportOutcome | null;
  patientId: string | null;
  recordNumber: string | null;
  matchedBy: PatientImportMatch | null;
  sameAsLine: number | null;
  problems: readonly (FieldProblem & { message?: string })[];
}

/**
 * The rows with the server's answers. In a dry run the server sees each piece by itself: that somebody comes twice in different
 * pieces is known here by the same name and day of birth, or number.
 */
export function judged(rows: readonly PatientRow[], results: ReadonlyMap<number, ImportResult>): JudgedRow[] {
  const seen = new Map<string, number>();
  return rows.map(({ line, name, values, patient, problems }) => {
    const nothing = { patientId: null, recordNumber: null, matchedBy: null, sameAsLine: null };
    const head = { line, name, values };
    if (!patient) return { ...head, ...nothing, outcome: "REFUSED", problems };
    const result = results.get(line);
    if (!result) return { ...head, ...nothing, outcome: null, problems: [] };
    const { outcome, patientId, recordNumber, matchedBy, sameAsRow, issues } = result;
    const before = keysOf(patient).flatMap((key) => seen.get(key) ?? [])[0];
    if (outcome === "READY" && before !== undefined)
      return { ...head, ...nothing, outcome: "REPEATED", sameAsLine: before, problems: [] };
    if (outcome === "READY") for (const key of keysOf(patient)) if (!seen.has(key)) seen.set(key, line);
    return {
      ...head,
      outcome,
      patientId,
      recordNumber,
      matchedBy,
      sameAsLine: sameAsRow,
      problems: issues.map(({ field, fault, message }) => ({
        field: fieldOfIssue(field, importFields),
        fault,
        message,
      })),
    };
  });
}

function keysOf({ name, birthDate, idNumber, recordNumber }: NonNullable<PatientRow["patient"]>): string[] {
  if (idNumber) return [`id ${idNumber.toUpperCase()}`];
  return recordNumber ? [`number ${recordNumber}`] : [`person ${birthDate} ${name.toLowerCase()}`];
}

export function countsOf(rows: readonly JudgedRow[]): ReadonlyMap<PatientImportOutcome, number> {
  const counts = new Map<PatientImportOutcome, number>();
  for (const { outcome } of rows) if (outcome) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return counts;
}
