import { describe, expect, test } from "vitest";
import { toCsv } from "../../charts/csv.ts";
import { readTable } from "../../csv/readTable.ts";
import { words as english } from "../../i18n/en/patientImport.ts";
import { words as chinese } from "../../i18n/zh-CN/patientImport.ts";
import { centimetresOf, dayOf, dayOrderOf, partsOf, sexOf, yesNoOf } from "./cellValues.ts";
import { guessFields, importFields, isEnough } from "./importFields.ts";
import { type ImportResult, piecesOf } from "./importPieces.ts";
import { countsOf, judged } from "./importRows.ts";
import { fieldOfIssue, patientsOf } from "./toPatient.ts";

const tableOf = (text: string) => readTable(new TextEncoder().encode(text), { header: true });
const rowsOf = (text: string) => {
  const table = tableOf(text);
  return patientsOf(table, guessFields(table));
};

describe("a day of birth is read as people write it", () => {
  test.each([
    ["1958-04-12", "1958-04-12"],
    ["1958/4/2", "1958-04-02"],
    ["1958.4.12", "1958-04-12"],
    ["19580412", "1958-04-12"],
    ["1958年4月12日", "1958-04-12"],
    ["１９５８-０４-１２", "1958-04-12"],
    ["1958-04-12 00:00:00", "1958-04-12"],
    ["21287", "1958-04-12"],
    ["13/4/1958", "1958-04-13"],
    ["4/13/1958", "1958-04-13"],
    ["5/5/1958", "1958-05-05"],
    ["4/12/1958", null],
    ["1958-02-30", null],
    ["1958", null],
    ["1958-4", null],
    ["12.4.58", null],
    ["soon", null],
  ])("%s is %s", (cell, day) => {
    expect(dayOf(cell, null)).toBe(day);
  });

  test("and what can be two days is read as the rest of its column is", () => {
    expect(dayOrderOf(["4/12/1958", "25/12/1960"])).toBe("DAY_FIRST");
    expect(dayOrderOf(["4/12/1958", "12/25/1960"])).toBe("MONTH_FIRST");
    expect(dayOrderOf(["4/12/1958", "25/12/1960", "12/25/1960"])).toBeNull();
    expect(dayOrderOf(["1958-04-12"])).toBeNull();
    expect([dayOf("4/12/1958", "DAY_FIRST"), dayOf("4/12/1958", "MONTH_FIRST")]).toEqual([
      "1958-12-04",
      "1958-04-12",
    ]);
  });
});

test.each([
  [sexOf("女"), "FEMALE"],
  [sexOf(" M "), "MALE"],
  [sexOf("2"), "FEMALE"],
  [sexOf(""), "UNKNOWN"],
  [sexOf("狗"), null],
  [yesNoOf("是"), true],
  [yesNoOf("无"), false],
  [yesNoOf("0"), false],
  [yesNoOf(""), null],
  [yesNoOf("perhaps"), undefined],
  [centimetresOf("162"), 162],
  [centimetresOf("162 cm"), 162],
  [centimetresOf("1.62"), 162],
  [centimetresOf("1,62 m"), 162],
  [centimetresOf(""), null],
  [centimetresOf("tall"), undefined],
])("a cell means what it says: %j is %j", (read, meant) => {
  expect(read).toBe(meant);
});

test("several things in one cell are told apart, and none is none", () => {
  expect(partsOf("高血压 | 2016；糖尿病、冠心病\n痛风")).toEqual([
    "高血压 | 2016",
    "糖尿病",
    "冠心病",
    "痛风",
  ]);
  expect([partsOf("无"), partsOf("None"), partsOf("")]).toEqual([[], [], []]);
});

describe("columns", () => {
  test.each([
    ["the template's in English", english.field],
    ["the template's in Chinese", chinese.field],
  ])("are known by their headings: %s", (_, labels) => {
    const columns = importFields.map((field) => labels[field]);
    expect(guessFields({ columns })).toEqual(
      Object.fromEntries(importFields.map((field, nth) => [field, nth])),
    );
  });

  test("are known as clinics head them, whatever their order", () => {
    expect(guessFields({ columns: ["序号", "病历号", "患者 姓名", "身份证号码", "DOB"] })).toEqual({
      recordNumber: 1,
      name: 2,
      idNumber: 3,
      birthDate: 4,
    });
  });

  test("are enough with a name and what says the day of birth", () => {
    expect([isEnough({ name: 0 }), isEnough({ name: 0, idNumber: 1 }), isEnough({ birthDate: 1 })]).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe("a row", () => {
  test("of the template becomes a patient", () => {
    const example = english.example.one;
    const csv = toCsv(
      importFields.map((field) => english.field[field]),
      [importFields.map((field) => example[field])],
    );
    expect(rowsOf(csv)).toMatchObject([
      {
        line: 2,
        problems: [],
        patient: {
          name: "Mary Example",
          sex: "FEMALE",
          birthDate: "1958-04-12",
          phone: "139 1234 5678",
          groups: ["hypertension", "diabetes"],
          contacts: [{ name: "John Example", relation: "husband", phone: "137 0000 1111" }],
          heightCm: 162,
          isSmoker: false,
          hasDiabetes: true,
          hasFamilyHistory: null,
          hasConsented: true,
          history: {
            conditions: [
              { name: "Hypertension", since: "2016" },
              { name: "Diabetes", since: "2019" },
            ],
            allergies: [{ substance: "Penicillin", reaction: "rash" }],
          },
        },
      },
    ]);
  });

  test("takes day of birth and sex from a resident's number, and what is typed before that", () => {
    expect(rowsOf("姓名,身份证号,性别\n王芳,11010519491231002X,\n李明,11010519491231002X,男")).toMatchObject([
      { patient: { birthDate: "1949-12-31", sex: "FEMALE" } },
      { patient: { birthDate: "1949-12-31", sex: "MALE" } },
    ]);
  });

  test("without consent said has not consented", () => {
    expect(rowsOf("name,dob,consent\nA,1958-04-12,\nB,1958-04-12,no")).toMatchObject([
      { patient: { hasConsented: false } },
      { patient: { hasConsented: false } },
    ]);
  });

  test("that cannot be read says why, field by field", () => {
    const [row] = rowsOf("name,dob,sex,height,phone,contact phone\n,31.02.1958,dog,tall,1,137 0000 1111");
    expect(row?.patient).toBeNull();
    expect(row?.problems).toEqual([
      { field: "name", fault: "MISSING" },
      { field: "birthDate", fault: "MALFORMED" },
      { field: "sex", fault: "MALFORMED" },
      { field: "heightCm", fault: "MALFORMED" },
      { field: "contactName", fault: "MISSING" },
    ]);
  });

  test("that was taken along as refused is read again, without what kept it from being a formula", () => {
    const csv = toCsv(["name", "dob", "phone"], [["=A", "1958-04-12", "+86 139 1234 5678"]]);
    expect(csv).toContain("'+86");
    expect(rowsOf(csv)).toMatchObject([{ patient: { name: "=A", phone: "+86 139 1234 5678" } }]);
  });
});

test("the server's complaint is shown at the column it came from", () => {
  expect(
    ["contacts.0.phone", "history.conditions.2.since", "groups.1", "birthDate", "careTeamIds", null].map(
      (path) => fieldOfIssue(path, importFields),
    ),
  ).toEqual(["contactPhone", "conditions", "groups", "birthDate", null, null]);
});

describe("rows with their answers", () => {
  const answer = (row: number, outcome: ImportResult["outcome"]): ImportResult => ({
    row,
    outcome,
    patientId: null,
    recordNumber: null,
    matchedBy: null,
    sameAsRow: null,
    issues: [],
  });

  test("are waiting until looked at, and one that comes twice is told of though pieces are checked apart", () => {
    const rows = rowsOf("name,dob\nA,1958-04-12\na,1958-04-12\n,1958-04-12\nB,1958-04-12");
    const judgedRows = judged(rows, new Map([2, 3].map((row) => [row, answer(row, "READY")])));
    expect(judgedRows.map(({ outcome, sameAsLine }) => [outcome, sameAsLine])).toEqual([
      ["READY", null],
      ["REPEATED", 2],
      ["REFUSED", null],
      [null, null],
    ]);
    expect([...countsOf(judgedRows)]).toEqual([
      ["READY", 1],
      ["REPEATED", 1],
      ["REFUSED", 1],
    ]);
  });
});

test("rows go in pieces that a request holds, none lost and none twice", () => {
  const rows = Array.from({ length: 450 }, (_, row) => ({
    row,
    patient: {
      name: "N",
      sex: "OTHER" as const,
      birthDate: "1990-01-01",
      address: row < 10 ? "长".repeat(100_000) : "",
    },
  }));
  const pieces = piecesOf(rows);
  expect(pieces.flat()).toEqual(rows);
  expect(Math.max(...pieces.map(({ length }) => length))).toBe(200);
  for (const piece of pieces)
    expect(new TextEncoder().encode(JSON.stringify(piece)).length).toBeLessThan(1_000_000);
});
