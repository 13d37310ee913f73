import { describe, expect, test } from "vitest";
import { flagOf, itemKey, trendOf } from "./item.rules.ts";

const given = {
  value: null,
  text: null,
  referenceLow: null,
  referenceHigh: null,
  referenceText: null,
  flag: null,
} as const;

describe("the mark of a value", () => {
  const within = { referenceLow: 10, referenceHigh: 20 };
  test.each([
    [7.9, "LL"],
    [8, "L"],
    [9.99, "L"],
    [10, "N"],
    [20, "N"],
    [20.01, "H"],
    [24, "H"],
    [24.01, "HH"],
  ] as const)("%d of 10 to 20 is %s", (value, flag) => {
    expect(flagOf({ ...given, ...within, value })).toBe(flag);
  });

  test("is what the laboratory said, whatever the numbers are", () => {
    expect(flagOf({ ...given, ...within, value: 15, flag: "H" })).toBe("H");
  });

  test("counts only the end that there is", () => {
    expect(flagOf({ ...given, referenceHigh: 5.19, value: 0.1 })).toBe("N");
    expect(flagOf({ ...given, referenceLow: 1, value: 9 })).toBe("N");
    expect(flagOf({ ...given, referenceHigh: 0, value: 0.5 })).toBe("H");
  });

  test("is not there without anything to compare with", () => {
    expect(flagOf({ ...given, value: 5 })).toBeNull();
    expect(flagOf({ ...given, text: "clear" })).toBeNull();
  });

  test.each([
    ["阴性", "阴性", "N"],
    ["阴性(-)", "阴性（－）", "N"],
    ["Negative ", "negative", "N"],
    ["阳性", "阴性", "A"],
  ])("of the text %s, expected %s, is %s", (text, referenceText, flag) => {
    expect(flagOf({ ...given, text, referenceText })).toBe(flag);
  });
});

test.each([
  [[5, 5.25], "STEADY"],
  [[5, 5.26], "UP"],
  [[5, 4.74], "DOWN"],
  [[9, 5, 5], "STEADY"],
  [[5], null],
  [[], null],
] as const)("%j goes %s", (values, trend) => {
  expect(trendOf(values)).toBe(trend);
});

test("the same thing is known by its code, else by its name however it is spaced", () => {
  expect(itemKey({ code: "718-7", name: "血红蛋白" })).toBe(itemKey({ code: "718-7", name: "Hb" }));
  expect(itemKey({ code: null, name: "Ａ 超 " })).toBe(itemKey({ code: null, name: "a超" }));
});
