import { expect, test } from "vitest";
import { draftItem, emptyItem, itemsOf, numberIn } from "./draft.ts";

test.each([
  ["5.6", 5.6],
  [" 5,6 ", 5.6],
  ["１２", 12],
  ["-0.5", -0.5],
  ["<0.5", null],
  ["1 234", null],
  ["", null],
])("%j is the number %j", (text, value) => {
  expect(numberIn(text)).toBe(value);
});

test("a result that is no number is sent as words, and rows that nobody filled in are not sent", () => {
  const items = itemsOf([
    { ...emptyItem("LIPIDS"), name: "TC", result: "5.6", unit: "mmol/L", high: "5.19" },
    { ...emptyItem(), name: "Protein", result: "阴性", referenceText: "阴性" },
    emptyItem(),
  ]);

  expect(items).toMatchObject([
    { name: "TC", value: 5.6, text: null, referenceHigh: 5.19, referenceLow: null, flag: null },
    { name: "Protein", value: null, text: "阴性", referenceText: "阴性" },
  ]);
});

test("a mark that follows from the reference is found anew; one that was given without any stays", () => {
  const item = {
    category: "OTHER",
    code: null,
    name: "x",
    value: 1,
    text: null,
    unit: null,
    referenceLow: null,
    referenceHigh: 0.5,
    referenceText: null,
    flag: "HH",
  } as const;

  expect(draftItem(item, true).flag).toBe("");
  expect(draftItem({ ...item, referenceHigh: null }, true).flag).toBe("HH");
});
