import { describe, expect, test } from "vitest";
import { itemLimits } from "./item.limits.ts";
import { itemsOfCsv, referenceOf } from "./item.csv.ts";

const man = { sex: "MALE", age: 45 };

test("a table copied from a spreadsheet is read by its heading, whatever the order of its columns", () => {
  const { items, problems } = itemsOfCsv(
    "单位\t检验项目\t结果\t参考区间\ng/L\t血红蛋白\t128\t130-175\n",
    man,
  );

  expect(problems).toEqual([]);
  expect(items).toEqual([
    {
      category: "BLOOD_COUNT",
      code: "718-7",
      name: "血红蛋白",
      value: 128,
      text: null,
      unit: "g/L",
      referenceLow: 130,
      referenceHigh: 175,
      referenceText: null,
      flag: null,
    },
  ]);
});

test("without a heading columns are name, value, unit, reference; quotes hold separators and line breaks", () => {
  const { items } = itemsOfCsv('"Chest, X-ray","no\nfinding",,"no finding"\nWBC,5.6,10^9/L,3.5~9.5', null);

  expect(items).toMatchObject([
    { name: "Chest, X-ray", value: null, text: "no\nfinding", referenceText: "no finding" },
    { name: "WBC", code: "6690-2", value: 5.6, unit: "10*9/L", referenceLow: 3.5, referenceHigh: 9.5 },
  ]);
});

test("a known item without an interval gets the published one of the patient, and none for nobody", () => {
  expect(itemsOfCsv("ALT,62,U/L", man).items).toMatchObject([{ referenceLow: 9, referenceHigh: 50 }]);
  expect(itemsOfCsv("ALT,62,U/L", null).items).toMatchObject([{ referenceLow: null, referenceHigh: null }]);
});

test("a name that is known in another unit is not taken for the same thing", () => {
  expect(itemsOfCsv("GLU,101,mg/dL", man).items).toMatchObject([
    { code: null, category: "OTHER", unit: "mg/dL", referenceHigh: null },
  ]);
});

test.each([
  ["5.6 ↑", { value: 5.6, flag: "H" }],
  ["5.6↓", { value: 5.6, flag: "L" }],
  ["1,234.5", { value: 1234.5, flag: null }],
  ["<0.5", { value: null, text: "<0.5" }],
  ["１２.５", { value: 12.5 }],
])("the result %s is %j", (cell, result) => {
  expect(itemsOfCsv(`X\t${cell}`, null).items).toMatchObject([result]);
});

test.each([
  ["3.5-9.5", [3.5, 9.5, null]],
  ["3.5 ～ 9.5", [3.5, 9.5, null]],
  ["<5.2", [null, 5.2, "<5.2"]],
  ["≥1.0", [1, null, "≥1.0"]],
  ["阴性", [null, null, "阴性"]],
  ["9-3", [null, null, "9-3"]],
  ["", [null, null, null]],
] as const)("the reference %s is %j", (cell, [referenceLow, referenceHigh, referenceText]) => {
  expect(referenceOf(cell)).toEqual({ referenceLow, referenceHigh, referenceText });
});

describe("what cannot be taken", () => {
  test("is told of by its line and column, and the rest is taken", () => {
    const { items, problems } = itemsOfCsv(
      "name,value,flag,category,code\n,5,,,\nA,,,,\nB,1,?,,\nC,1,,nonsense,\nD,1,,,**\n\nE,1,↑↑,血脂,x-1",
      null,
    );

    expect(problems).toEqual([
      { line: 2, column: "name", problem: "NAME_MISSING" },
      { line: 3, column: "value", problem: "VALUE_MISSING" },
      { line: 4, column: "flag", problem: "FLAG_UNKNOWN" },
      { line: 5, column: "category", problem: "CATEGORY_UNKNOWN" },
      { line: 6, column: "code", problem: "CODE_MALFORMED" },
    ]);
    expect(items).toMatchObject([{ name: "E", flag: "HH", category: "LIPIDS" }]);
  });

  test("is too much or too long", () => {
    const many = Array.from({ length: itemLimits.count + 2 }, (_, n) => `item ${n},1`).join("\n");

    expect(itemsOfCsv(many, null).problems).toEqual([
      { line: itemLimits.count + 1, column: null, problem: "TOO_MANY" },
    ]);
    expect(itemsOfCsv(`${"n".repeat(101)},1`, null).problems).toMatchObject([{ problem: "TOO_LONG" }]);
    expect(itemsOfCsv("", null)).toEqual({ items: [], problems: [] });
  });
});
