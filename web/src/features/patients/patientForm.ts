import * as z from "zod/mini";
import type { ChangePatientInput, CreatePatientInput } from "../../gql/graphql.ts";
import type { PatientData } from "./patientQuery.ts";

const short = (max: number) => z.string().check(z.trim(), z.maxLength(max, "tooLong"));
const phone = z.string().check(
  z.trim(),
  z.refine((given) => given === "" || /^\+?\d(?:[ -]*\d){4,}$/.test(given), "phone"),
);
const day = z.string().check(
  z.minLength(1, "required"),
  z.refine((given) => given <= new Date(Date.now() + 86_400_000).toISOString().slice(0, 10), "past"),
);
const centimetres = z.string().check(
  z.trim(),
  z.refine((given) => given === "" || (Number(given) >= 20 && Number(given) <= 300), "centimetres"),
);
const known = z.enum(["yes", "no", "unknown"]);

/** A file as people fill it in: text throughout; histories are one thing a line. */
export const patientRules = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(60, "tooLong")),
  sex: z.enum(["MALE", "FEMALE", "OTHER", "UNKNOWN"]),
  birthDate: day,
  recordNumber: short(40),
  idNumber: short(40),
  phone,
  address: short(200),
  contactName: short(60),
  contactRelation: short(30),
  contactPhone: phone,
  groups: z.array(z.string()),
  department: short(50),
  hasConsented: z.boolean(),
  heightCm: centimetres,
  waistCm: centimetres,
  isSmoker: known,
  hasDiabetes: known,
  hasTreatedHypertension: known,
  hasFamilyHistory: known,
  isPregnant: z.boolean(),
  hypercapnic: z.boolean(),
  conditions: z.string(),
  allergies: z.string(),
  medications: z.string(),
  notes: short(4_000),
});

export type PatientValues = z.infer<typeof patientRules>;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the rules are those of their values
export const patientFields = Object.keys(patientRules.shape) as (keyof PatientValues)[];

export const emptyPatient: PatientValues = {
  name: "",
  sex: "UNKNOWN",
  birthDate: "",
  recordNumber: "",
  idNumber: "",
  phone: "",
  address: "",
  contactName: "",
  contactRelation: "",
  contactPhone: "",
  groups: [],
  department: "",
  hasConsented: false,
  heightCm: "",
  waistCm: "",
  isSmoker: "unknown",
  hasDiabetes: "unknown",
  hasTreatedHypertension: "unknown",
  hasFamilyHistory: "unknown",
  isPregnant: false,
  hypercapnic: false,
  conditions: "",
  allergies: "",
  medications: "",
  notes: "",
};

/** What is hidden stays out of the form: an empty field leaves it as it is. */
export function valuesOf(patient: PatientData): PatientValues {
  const { history } = patient;
  return {
    ...emptyPatient,
    name: patient.name,
    sex: patient.sex,
    birthDate: patient.birthDate,
    recordNumber: patient.recordNumber,
    groups: [...patient.groups],
    heightCm: patient.heightCm === null ? "" : String(patient.heightCm),
    waistCm: patient.waistCm === null ? "" : String(patient.waistCm),
    isSmoker: knownOf(patient.isSmoker),
    hasDiabetes: knownOf(patient.hasDiabetes),
    hasTreatedHypertension: knownOf(patient.hasTreatedHypertension),
    hasFamilyHistory: knownOf(patient.hasFamilyHistory),
    isPregnant: patient.isPregnant,
    hypercapnic: patient.spo2Scale === 2,
    conditions: history.conditions.map(({ name, since }) => joined(name, since)).join("\n"),
    allergies: history.allergies.map(({ substance, reaction }) => joined(substance, reaction)).join("\n"),
    medications: history.medications.map(({ name, dosage }) => joined(name, dosage)).join("\n"),
    notes: history.notes ?? "",
  };
}

export function createInputOf(values: PatientValues): CreatePatientInput {
  const { name, sex, birthDate, recordNumber, department, hasConsented } = values;
  return {
    name,
    sex,
    birthDate,
    hasConsented,
    ...(recordNumber && { recordNumber }),
    ...(department && { department }),
    ...hiddenOf(values),
    ...plainOf(values),
    history: historyOf(values, null),
  };
}

/** Only what was touched, so that nobody's change is undone by a form that was open meanwhile. */
export function changeInputOf(
  patient: PatientData,
  values: PatientValues,
  touched: (field: keyof PatientValues) => boolean,
): ChangePatientInput {
  const { name, sex, birthDate, recordNumber } = values;
  const isRewritten = (["conditions", "allergies", "medications", "notes"] as const).some(touched);
  const { spo2Scale, ...others } = plainOf(values);
  return {
    patientId: patient.id,
    expectedVersion: patient.version,
    ...(touched("name") && { name }),
    ...(touched("sex") && { sex }),
    ...(touched("birthDate") && { birthDate }),
    ...(touched("recordNumber") && recordNumber && { recordNumber }),
    ...hiddenOf(values),
    ...(touched("hypercapnic") && { spo2Scale }),
    ...only(others, touched),
    ...(isRewritten && { history: historyOf(values, patient.history) }),
  };
}

/** The day of birth and the sex that a Chinese resident's number says; null for any other document. */
export function saidBy(idNumber: string): { birthDate: string; sex: "MALE" | "FEMALE" } | null {
  const match = /^\d{6}(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dXx]$/.exec(idNumber.trim());
  if (!match) return null;
  const [, year = "", month = "", date = "", digit = ""] = match;
  return { birthDate: `${year}-${month}-${date}`, sex: Number(digit) % 2 === 1 ? "MALE" : "FEMALE" };
}

function only<Part extends object>(part: Part, wanted: (key: keyof Part) => boolean): Partial<Part> {
  const kept: Partial<Part> = { ...part };
  for (const key in kept) if (!wanted(key)) delete kept[key];
  return kept;
}

function hiddenOf(values: PatientValues) {
  const { idNumber, phone: number, address, contactName, contactRelation, contactPhone } = values;
  return {
    ...(idNumber && { idNumber }),
    ...(number && { phone: number }),
    ...(address && { address }),
    ...(contactName && {
      contacts: [{ name: contactName, relation: contactRelation || null, phone: contactPhone || null }],
    }),
  };
}

function plainOf(values: PatientValues) {
  return {
    groups: values.groups,
    heightCm: values.heightCm === "" ? null : Number(values.heightCm),
    waistCm: values.waistCm === "" ? null : Number(values.waistCm),
    isSmoker: flagOf(values.isSmoker),
    hasDiabetes: flagOf(values.hasDiabetes),
    hasTreatedHypertension: flagOf(values.hasTreatedHypertension),
    hasFamilyHistory: flagOf(values.hasFamilyHistory),
    isPregnant: values.isPregnant,
    spo2Scale: values.hypercapnic ? 2 : 1,
  };
}

const separator = " | ";

/** How severe an allergy is stands in no field of the form, and must not get lost by it. */
function historyOf(values: PatientValues, before: PatientData["history"] | null) {
  return {
    conditions: linesOf(values.conditions).map(([name, since]) => ({ name, since })),
    allergies: linesOf(values.allergies).map(([substance, reaction]) => ({
      substance,
      reaction,
      severity: before?.allergies.find((each) => each.substance === substance)?.severity ?? null,
    })),
    medications: linesOf(values.medications).map(([name, dosage]) => ({ name, dosage })),
    notes: values.notes || null,
  };
}

function linesOf(text: string): [string, string | null][] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [first = "", ...rest] = line.split(/\s*[|｜]\s*/);
      return [first, rest.join(separator) || null];
    });
}

function joined(first: string, second: string | null): string {
  return second === null ? first : `${first}${separator}${second}`;
}

function knownOf(value: boolean | null): "yes" | "no" | "unknown" {
  return value === null ? "unknown" : value ? "yes" : "no";
}

function flagOf(value: "yes" | "no" | "unknown"): boolean | null {
  return value === "unknown" ? null : value === "yes";
}
