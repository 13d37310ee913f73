import { Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { NewPatientInput } from "../patient.input.ts";
import { idempotencyKey } from "../patient.rules.ts";
import { importFaults, importOutcomes, rowsMax } from "./import.codes.ts";
import type { ImportFault, ImportOutcome } from "./import.codes.ts";
import { matches } from "./import.rules.ts";
import type { PersonMatch } from "./import.rules.ts";

export const ImportOutcomeEnum = z.enum(importOutcomes).enum;
registerEnumType(ImportOutcomeEnum, {
  name: "PatientImportOutcome",
  description: "What became of a row.",
  valuesConfig: {
    REGISTERED: { description: "A new file was made." },
    READY: { description: "Of a check: a new file would be made." },
    EXISTS: { description: "There is a file of this person, and it was left as it is." },
    REPEATED: { description: "An earlier row of the request is about the same person." },
    REFUSED: { description: "Something is wrong with it." },
  },
});

export const ImportFaultEnum = z.enum(importFaults).enum;
registerEnumType(ImportFaultEnum, {
  name: "PatientImportFault",
  description: "What is wrong with a field.",
  valuesConfig: {
    MISSING: { description: "Must be given." },
    TOO_LONG: { description: "Too many characters, or too many of them." },
    MALFORMED: { description: "Not what it must look like; the message says how that is." },
    TAKEN: { description: "Somebody else has this record number." },
    QUOTA_USED_UP: { description: "No more patients may be active." },
  },
});

export const PersonMatchEnum = z.enum(matches).enum;
registerEnumType(PersonMatchEnum, {
  name: "PatientImportMatch",
  description: "By what a person was recognized.",
});

@InputType({ description: "A line of a file of patients." })
export class PatientImportRowInput {
  @Field(() => Int, { description: "By which the answer names it: the line in your file." })
  row: number;

  @Field(() => NewPatientInput)
  patient: NewPatientInput;
}

@InputType({ description: "Patients to be registered together; each row is answered by itself." })
export class ImportPatientsInput {
  static readonly rules = z.object({
    rows: z
      // What a row holds is judged row by row, so that one that is wrong refuses no other.
      .array(z.custom<PatientImportRowInput>())
      .min(1, "at least one row")
      .max(rowsMax, `at most ${rowsMax} rows; send more in pieces`)
      .refine((rows) => rows.every(({ row }) => row >= 0), "rows are numbered from 0 or 1 on")
      .refine(
        (rows) => new Set(rows.map(({ row }) => row)).size === rows.length,
        "a number for each row, each once",
      ),
    isDryRun: z.boolean().nullish(),
    idempotencyKey: idempotencyKey.nullish(),
  });

  @Field(() => [PatientImportRowInput], { description: `At most ${rowsMax}.` })
  rows: PatientImportRowInput[];

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Only says what would become of each row. Whether the quota suffices is not looked at.",
  })
  isDryRun?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: "The same key with the same rows gives the same answer, and registers nobody twice.",
  })
  idempotencyKey?: string | null;
}

@ObjectType({ description: "What is wrong with a row. It never repeats what was in it." })
export class PatientImportIssue {
  @Field(() => String, {
    nullable: true,
    description: 'As `NewPatientInput` names it: "birthDate", "contacts.0.phone"; null for the whole row.',
  })
  field: string | null;

  @Field(() => ImportFaultEnum)
  fault: ImportFault;

  @Field(() => String)
  message: string;
}

@ObjectType({ description: "What became of a row." })
export class PatientImportResult {
  @Field(() => Int)
  row: number;

  @Field(() => ImportOutcomeEnum)
  outcome: ImportOutcome;

  @Field(() => ID, { nullable: true, description: "Of the new file, or of the one that is there." })
  patientId: string | null;

  @Field(() => String, { nullable: true, description: "Of the same file." })
  recordNumber: string | null;

  @Field(() => PersonMatchEnum, { nullable: true, description: "Of EXISTS and REPEATED." })
  matchedBy: PersonMatch | null;

  @Field(() => Int, { nullable: true, description: "Of REPEATED: the earlier row." })
  sameAsRow: number | null;

  @Field(() => [PatientImportIssue])
  issues: PatientImportIssue[];
}

@ObjectType({ description: "The rows' answers, in the order of the rows." })
export class ImportPatientsPayload {
  @Field(() => [PatientImportResult])
  results: PatientImportResult[];
}
