import type { NewPatientInput } from "../patient.input.ts";
import type { ImportOutcome } from "./import.codes.ts";
import type { ImportIssue } from "./import.faults.ts";
import { PeopleIndex } from "./import.rules.ts";
import type { Person, PersonMatch } from "./import.rules.ts";

/** A row by itself: a patient as registration takes one, or what is wrong. */
export interface Checked {
  row: number;
  patient: NewPatientInput | null;
  issues: ImportIssue[];
}

export interface ImportAnswer {
  row: number;
  outcome: ImportOutcome;
  patientId: string | null;
  recordNumber: string | null;
  matchedBy: PersonMatch | null;
  sameAsRow: number | null;
  issues: ImportIssue[];
}

interface Known extends Person {
  id: string;
  recordNumber: string;
}

/** What is to become of each row beside the files that are there and the rows before it. */
export function judge(rows: readonly Checked[], known: Pick<PeopleIndex<Known>, "find">): ImportAnswer[] {
  const before = new PeopleIndex<Person & { row: number }>();
  return rows.map(({ row, patient, issues }) => {
    if (!patient) return answerOf(row, "REFUSED", { issues });
    const person = personOf(patient);
    const there = known.find(person);
    if (there?.match === "CLASH")
      return answerOf(row, "REFUSED", { issues: [taken("another person has this number")] });
    if (there) {
      const { id: patientId, recordNumber } = there.other;
      return answerOf(row, "EXISTS", { patientId, recordNumber, matchedBy: there.match });
    }
    const earlier = before.find(person);
    if (earlier?.match === "CLASH")
      return answerOf(row, "REFUSED", {
        issues: [taken(`row ${earlier.other.row}, of another person, has this number`)],
      });
    if (earlier) return answerOf(row, "REPEATED", { sameAsRow: earlier.other.row, matchedBy: earlier.match });
    before.add({ ...person, row });
    return answerOf(row, "READY", {});
  });
}

const nothing = { patientId: null, recordNumber: null, matchedBy: null, sameAsRow: null };

export function answerOf(
  row: number,
  outcome: ImportOutcome,
  rest: Partial<Omit<ImportAnswer, "row" | "outcome">>,
): ImportAnswer {
  return { row, outcome, ...nothing, issues: [], ...rest };
}

function personOf({ recordNumber, idNumber, name, birthDate }: NewPatientInput): Person {
  return { ownNumber: recordNumber ?? null, idNumber: idNumber ?? null, name, birthDate };
}

function taken(message: string): ImportIssue {
  return { field: "recordNumber", fault: "TAKEN", message };
}
