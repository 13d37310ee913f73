import { expect, test } from "vitest";
import { changeInputOf, createInputOf, emptyPatient, saidBy, valuesOf } from "./patientForm.ts";
import type { PatientData } from "./patientQuery.ts";

const patient: PatientData = {
  id: "p",
  recordNumber: "P-000001",
  name: "张秀英",
  sex: "FEMALE",
  birthDate: "1951-03-08",
  age: 75,
  status: "ACTIVE",
  consent: "GRANTED",
  consentAt: null,
  groups: ["diabetes"],
  department: null,
  archivedAt: null,
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-01-01T00:00:00Z",
  version: 4,
  lastReadingAt: null,
  news2: null,
  news2Risk: null,
  careTeamUserIds: [],
  clinician: null,
  customerId: null,
  spo2Scale: 1,
  isPregnant: false,
  isSmoker: null,
  hasDiabetes: true,
  hasTreatedHypertension: null,
  hasFamilyHistory: null,
  heightCm: 156,
  waistCm: null,
  identity: { idNumber: "330***1", phone: "138****0000", address: null, contacts: [] },
  history: {
    conditions: [{ name: "糖尿病", since: "2018" }],
    allergies: [{ substance: "青霉素", reaction: "皮疹", severity: "SEVERE" }],
    medications: [],
    notes: null,
  },
};

test("the number of an identity card says the day of birth and the sex; other documents say nothing", () => {
  expect(saidBy("11010519491231002x")).toEqual({ birthDate: "1949-12-31", sex: "FEMALE" });
  expect(saidBy("440524188001010014")).toEqual({ birthDate: "1880-01-01", sex: "MALE" });
  expect(saidBy("E12345678")).toBeNull();
});

test("an untouched form changes nothing, and what is hidden is never sent back", () => {
  expect(changeInputOf(patient, valuesOf(patient), () => false)).toEqual({
    patientId: "p",
    expectedVersion: 4,
  });
});

test("only what was touched is sent, an emptied field as cleared", () => {
  const values = { ...valuesOf(patient), heightCm: "", isSmoker: "no" as const, hypercapnic: true };
  const touched = (field: string) => ["heightCm", "isSmoker", "hypercapnic"].includes(field);
  expect(changeInputOf(patient, values, touched)).toEqual({
    patientId: "p",
    expectedVersion: 4,
    heightCm: null,
    isSmoker: false,
    spo2Scale: 2,
  });
});

test("a history is one thing a line, and keeps what the form does not show", () => {
  const values = { ...valuesOf(patient), conditions: "糖尿病 | 2018\n\n 高血压 ｜2020 \n哮喘" };
  expect(changeInputOf(patient, values, (field) => field === "conditions").history).toEqual({
    conditions: [
      { name: "糖尿病", since: "2018" },
      { name: "高血压", since: "2020" },
      { name: "哮喘", since: null },
    ],
    allergies: [{ substance: "青霉素", reaction: "皮疹", severity: "SEVERE" }],
    medications: [],
    notes: null,
  });
});

test("a new file sends no empty fields that the platform fills in", () => {
  const input = createInputOf({ ...emptyPatient, name: "某人", birthDate: "1960-01-01" });
  expect(Object.keys(input)).not.toEqual(expect.arrayContaining(["recordNumber"]));
  expect(input).toMatchObject({ name: "某人", isSmoker: null, hasConsented: false });
});
