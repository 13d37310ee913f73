import "reflect-metadata";
import { describe, expect, test } from "vitest";
import { NewPatientInput } from "../patient.input.ts";
import { issuesOf } from "./import.faults.ts";
import { judge } from "./import.judge.ts";
import type { Checked } from "./import.judge.ts";
import { matchOf, PeopleIndex } from "./import.rules.ts";
import type { Person } from "./import.rules.ts";

const li: Person = { ownNumber: null, idNumber: null, name: "李明", birthDate: "1960-05-01" };

describe("two entries are about the same person", () => {
  test.each<[string, Partial<Person>, Partial<Person>, ReturnType<typeof matchOf>]>([
    ["by name and day of birth", {}, {}, "NAME_AND_BIRTH_DATE"],
    [
      "however the name is written",
      { name: "Ann-Marie O'Neil" },
      { name: "ann marie oneil" },
      "NAME_AND_BIRTH_DATE",
    ],
    ["not by the name alone", {}, { birthDate: "1960-05-02" }, null],
    ["not by the day alone", {}, { name: "李明明" }, null],
    [
      "by the document, whatever else was typed",
      { idNumber: "e-123x" },
      { idNumber: "E123X", name: "李" },
      "ID_NUMBER",
    ],
    ["not where documents differ", { idNumber: "E123" }, { idNumber: "E124" }, null],
    ["by name and day where one has no document", { idNumber: "E123" }, {}, "NAME_AND_BIRTH_DATE"],
    [
      "by the number, with a name mended since",
      { ownNumber: "A-1" },
      { ownNumber: "A-1", name: "李铭" },
      "RECORD_NUMBER",
    ],
    ["not where they are numbered apart", { ownNumber: "A-1" }, { ownNumber: "A-2" }, null],
    ["by name and day where one has no number", { ownNumber: "A-1" }, {}, "NAME_AND_BIRTH_DATE"],
    [
      "or their number clashes",
      { ownNumber: "A-1" },
      { ownNumber: "A-1", name: "王芳", birthDate: "1971-01-01" },
      "CLASH",
    ],
    [
      "or documents tell them apart under one number",
      { ownNumber: "A-1", idNumber: "E1" },
      { ownNumber: "A-1", idNumber: "E2" },
      "CLASH",
    ],
  ])("%s", (_, one, other, match) => {
    expect(matchOf({ ...li, ...one }, { ...li, ...other })).toBe(match);
    expect(matchOf({ ...li, ...other }, { ...li, ...one })).toBe(match);
  });
});

describe("rows are judged one by one", () => {
  const row = (nth: number, given: Partial<NewPatientInput> = {}): Checked => ({
    row: nth,
    patient: Object.assign(new NewPatientInput(), {
      name: "李明",
      sex: "MALE",
      birthDate: "1960-05-01",
      ...given,
    }),
    issues: [],
  });
  const nobody = new PeopleIndex<Person & { id: string; recordNumber: string }>();

  test("against those before them, the first of each person goes through", () => {
    const answers = judge(
      [
        row(2),
        row(3, { name: "王芳" }),
        row(4),
        row(5, { name: "王芳", recordNumber: "A-1" }),
        row(6, { recordNumber: "A-9", name: "赵六" }),
        row(7, { recordNumber: "A-9", name: "孙七", birthDate: "1980-01-01" }),
      ],
      nobody,
    );
    expect(answers.map(({ outcome, sameAsRow }) => [outcome, sameAsRow])).toEqual([
      ["READY", null],
      ["READY", null],
      ["REPEATED", 2],
      ["REPEATED", 3],
      ["READY", null],
      ["REFUSED", null],
    ]);
    expect(answers[5]?.issues).toEqual([
      { field: "recordNumber", fault: "TAKEN", message: "row 6, of another person, has this number" },
    ]);
  });

  test("against the files that are there, the surest sign first", () => {
    const known = new PeopleIndex([
      { ...li, id: "a", recordNumber: "P-000001" },
      { ...li, id: "b", recordNumber: "A-1", ownNumber: "A-1", idNumber: "E1", name: "王芳" },
      { id: "c", recordNumber: "A-2", ownNumber: "A-2", idNumber: null, name: "", birthDate: "" },
    ]);
    const answers = judge(
      [row(1, { idNumber: "e1" }), row(2), row(3, { recordNumber: "A-2", name: "周八" })],
      known,
    );
    expect(answers).toMatchObject([
      { outcome: "EXISTS", patientId: "b", recordNumber: "A-1", matchedBy: "ID_NUMBER" },
      { outcome: "EXISTS", patientId: "a", recordNumber: "P-000001", matchedBy: "NAME_AND_BIRTH_DATE" },
      { outcome: "REFUSED", patientId: null, issues: [{ field: "recordNumber", fault: "TAKEN" }] },
    ]);
  });

  test("a refused row stands in nobody's way", () => {
    const refused: Checked = {
      row: 1,
      patient: null,
      issues: [{ field: "name", fault: "MISSING", message: "x" }],
    };
    expect(judge([refused, row(2)], nobody).map(({ outcome }) => outcome)).toEqual(["REFUSED", "READY"]);
  });
});

test.each([
  [{ name: " " }, "name", "MISSING"],
  [{ birthDate: "" }, "birthDate", "MISSING"],
  [{ name: "长".repeat(61) }, "name", "TOO_LONG"],
  [{ birthDate: "1960-02-30" }, "birthDate", "MALFORMED"],
  [{ birthDate: "2999-01-01" }, "birthDate", "MALFORMED"],
  [{ idNumber: "110105194912310021" }, "idNumber", "MALFORMED"],
  [{ recordNumber: "P-000042" }, "recordNumber", "MALFORMED"],
  [{ heightCm: 1_750 }, "heightCm", "MALFORMED"],
  [{ contacts: [{ name: "陈", phone: "一三九" }] }, "contacts.0.phone", "MALFORMED"],
  [{ groups: Array.from({ length: 21 }, (_, n) => `g${n}`) }, "groups", "TOO_LONG"],
  [{ clinicianId: "dr. li" }, "clinicianId", "MALFORMED"],
])("what is wrong with %j is told by its field, and not repeated", (given, field, fault) => {
  const patient = { name: "李明", sex: "MALE", birthDate: "1960-05-01", ...given };
  const parsed = NewPatientInput.rules.safeParse(patient);
  const issues = parsed.error ? issuesOf(patient, parsed.error) : [];
  expect(issues[0]).toMatchObject({ field, fault });
  const typed = Object.values(given).find((value) => typeof value === "string" && value.trim() !== "");
  if (typeof typed === "string") expect(JSON.stringify(issues)).not.toContain(typed);
});
