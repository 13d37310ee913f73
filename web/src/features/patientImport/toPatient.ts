import type { CsvTable } from "../../csv/readTable.ts";
import type { NewPatientInput, PatientImportFault } from "../../gql/graphql.ts";
import { saidBy } from "../patients/patientForm.ts";
import {
  bare,
  centimetresOf,
  dayOf,
  type DayOrder,
  dayOrderOf,
  detailOf,
  partsOf,
  sexOf,
  yesNoOf,
} from "./cellValues.ts";
import type { ImportField, ImportMapping } from "./importFields.ts";

export interface FieldProblem {
  /** Null for the whole row. */
  field: ImportField | null;
  fault: PatientImportFault;
}

export interface PatientRow {
  line: number;
  values: readonly string[];
  name: string;
  /** Null where something cannot be read. */
  patient: NewPatientInput | null;
  problems: readonly FieldProblem[];
}

/** The rows as the server takes patients; what cannot be read is told of by its field. */
export function patientsOf(table: CsvTable, mapping: ImportMapping): PatientRow[] {
  const order =
    mapping.birthDate === undefined
      ? null
      : dayOrderOf(table.rows.map(({ values }) => values[mapping.birthDate ?? -1] ?? ""));
  return table.rows.map(({ line, values }) => ({ line, values, ...patientOf(values, mapping, order) }));
}

function patientOf(
  values: readonly string[],
  mapping: ImportMapping,
  order: DayOrder,
): Pick<PatientRow, "name" | "patient" | "problems"> {
  const problems: FieldProblem[] = [];
  const cell = (field: ImportField) => bare(values[mapping[field] ?? -1] ?? "");
  const read = <Value>(field: ImportField, value: Value | undefined): Value | null => {
    if (value === undefined) problems.push({ field, fault: "MALFORMED" });
    return value ?? null;
  };
  const text = (field: ImportField) => cell(field) || null;

  const name = cell("name");
  if (name === "") problems.push({ field: "name", fault: "MISSING" });
  const idNumber = text("idNumber");
  const said = idNumber === null ? null : saidBy(idNumber);
  const born = cell("birthDate");
  const birthDate = born === "" ? said?.birthDate : dayOf(born, order);
  if (birthDate == null) problems.push({ field: "birthDate", fault: born === "" ? "MISSING" : "MALFORMED" });
  const sex = read("sex", sexOf(cell("sex")) ?? undefined);
  const flags = {
    isSmoker: read("isSmoker", yesNoOf(cell("isSmoker"))),
    hasDiabetes: read("hasDiabetes", yesNoOf(cell("hasDiabetes"))),
    hasTreatedHypertension: read("hasTreatedHypertension", yesNoOf(cell("hasTreatedHypertension"))),
    hasFamilyHistory: read("hasFamilyHistory", yesNoOf(cell("hasFamilyHistory"))),
    heightCm: read("heightCm", centimetresOf(cell("heightCm"))),
    waistCm: read("waistCm", centimetresOf(cell("waistCm"))),
  };
  const hasConsented = read("hasConsented", yesNoOf(cell("hasConsented"))) ?? false;
  const contactName = cell("contactName");
  if (contactName === "" && (cell("contactPhone") !== "" || cell("contactRelation") !== ""))
    problems.push({ field: "contactName", fault: "MISSING" });
  const contacts =
    contactName === ""
      ? []
      : [{ name: contactName, relation: text("contactRelation"), phone: text("contactPhone") }];
  if (problems.length > 0 || birthDate == null) return { name, patient: null, problems };
  const patient: NewPatientInput = {
    name,
    birthDate,
    sex: sex === "UNKNOWN" || sex === null ? (said?.sex ?? "UNKNOWN") : sex,
    idNumber,
    phone: text("phone"),
    recordNumber: text("recordNumber"),
    address: text("address"),
    ...(cell("department") !== "" && { department: cell("department") }),
    groups: partsOf(cell("groups").replaceAll(/[,，]/g, ";")).map(groupOf),
    contacts,
    ...flags,
    hasConsented,
    history: {
      conditions: partsOf(cell("conditions"))
        .map(detailOf)
        .map(([each, since]) => ({ name: each, since })),
      allergies: partsOf(cell("allergies"))
        .map(detailOf)
        .map(([substance, reaction]) => ({ substance, reaction })),
      medications: partsOf(cell("medications"))
        .map(detailOf)
        .map(([each, dosage]) => ({ name: each, dosage })),
      notes: text("notes"),
    },
  };
  return { name, patient, problems };
}

/** Groups that the platform's own rules name, as people call them. */
const groupWords: Readonly<Record<string, string>> = {
  高血压: "hypertension",
  糖尿病: "diabetes",
  心力衰竭: "heart-failure",
  心衰: "heart-failure",
  "heart failure": "heart-failure",
  慢阻肺: "copd",
  术后: "post-surgery",
  "after surgery": "post-surgery",
};

function groupOf(word: string): string {
  const plain = word.toLowerCase();
  if (["hypertension", "diabetes", "copd"].includes(plain)) return plain;
  return groupWords[plain] ?? word;
}

const serverFields: readonly (readonly [RegExp, ImportField])[] = [
  [/^contacts(\.\d+\.name)?$/, "contactName"],
  [/^contacts\.\d+\.relation$/, "contactRelation"],
  [/^contacts\.\d+\.phone$/, "contactPhone"],
  [/^history\.conditions/, "conditions"],
  [/^history\.allergies/, "allergies"],
  [/^history\.medications/, "medications"],
  [/^history\.notes/, "notes"],
  [/^groups/, "groups"],
];

/** The column that the server's "contacts.0.phone" came from. */
export function fieldOfIssue(path: string | null, fields: readonly ImportField[]): ImportField | null {
  if (path === null) return null;
  const nested = serverFields.find(([form]) => form.test(path))?.[1];
  return nested ?? fields.find((field) => field === path) ?? null;
}
