import { describe, expect, test } from "vitest";
import { meaningOf, panelCodes } from "./vital.aliases.ts";
import { definitionOf } from "./vital.catalogue.ts";
import { checkValue, contradictions, isBelievableTime } from "./vital.check.ts";
import { vital, vitalCodes } from "./vital.codes.ts";

const refusalOf = (code: string, value: number, unit: string | null = null) => {
  const check = checkValue({ code, value, unit });
  return check.is === "REFUSED" ? check.reason : null;
};

describe("a value", () => {
  test.each(vitalCodes)("%s: is taken on the limits of what is possible, and refused beyond", (code) => {
    const [low, high] = definitionOf(code).possible;

    expect(refusalOf(code, low)).toBeNull();
    expect(refusalOf(code, high)).toBeNull();
    expect(refusalOf(code, low - 1)).toBe("VALUE_IMPOSSIBLE");
    expect(refusalOf(code, high + 1)).toBe("VALUE_IMPOSSIBLE");
  });

  test("is kept and flagged where it is hardly ever seen", () => {
    const flagsOf = (value: number) => {
      const check = checkValue({ code: vital.heartRate, value, unit: "/min" });
      return check.is === "TAKEN" ? check.value.flags : null;
    };

    expect(flagsOf(220)).toEqual([]);
    expect(flagsOf(221)).toEqual(["IMPLAUSIBLE"]);
    expect(flagsOf(29)).toEqual(["IMPLAUSIBLE"]);
  });

  test("is judged after its conversion: 98.6 is no temperature in °C, and one in °F", () => {
    expect(refusalOf(vital.temperature, 98.6, "Cel")).toBe("VALUE_IMPOSSIBLE");
    expect(refusalOf(vital.temperature, 98.6, "[degF]")).toBeNull();
  });

  test.each([Number.NaN, Infinity, -Infinity])("is refused when it is %d", (value) => {
    expect(refusalOf(vital.heartRate, value)).toBe("VALUE_IMPOSSIBLE");
  });

  test("of consciousness is a level, and nothing between two of them", () => {
    expect(refusalOf(vital.consciousness, 1)).toBeNull();
    expect(refusalOf(vital.consciousness, 1.5)).toBe("VALUE_IMPOSSIBLE");
  });

  test("is refused in another quantity's unit, and under a code nobody knows", () => {
    expect(refusalOf(vital.weight, 70, "mm[Hg]")).toBe("UNIT_UNKNOWN");
    expect(refusalOf("1234-5", 70)).toBe("CODE_UNKNOWN");
    expect(refusalOf("toString", 70)).toBe("CODE_UNKNOWN");
  });

  test("is remembered as it was given where it was converted", () => {
    const check = checkValue({ code: "3141-9", value: 154, unit: "lb" });

    expect(check).toEqual({
      is: "TAKEN",
      value: {
        code: vital.weight,
        value: 154 * 0.453_592_37,
        given: { value: 154, unit: "[lb_av]" },
        mealContext: null,
        flags: [],
      },
    });
  });

  test("of a code that says how it is measured needs no unit", () => {
    const check = checkValue({ code: "1558-6", value: 90.08, unit: null });

    expect(check).toMatchObject({
      value: {
        code: vital.glucose,
        value: 5,
        given: { value: 90.08, unit: "mg/dL" },
        mealContext: "FASTING",
      },
    });
  });
});

test("other codes for the same thing are known, and panels are none of them", () => {
  expect(meaningOf("59408-5")).toEqual({ code: vital.spo2 });
  for (const code of panelCodes) expect(meaningOf(code)).toBeNull();
});

test("of one set, a systolic pressure that is not above its diastolic one takes both with it", () => {
  const set = (systolic: number, diastolic: number) => [
    { code: vital.systolic, value: systolic },
    { code: vital.heartRate, value: 70 },
    { code: vital.diastolic, value: diastolic },
  ];

  expect([...contradictions(set(120, 80))]).toEqual([]);
  expect([...contradictions(set(80, 80))]).toEqual([0, 2]);
  expect([...contradictions(set(80, 120))]).toEqual([0, 2]);
  expect([...contradictions([...set(120, 80), null])]).toEqual([]);
});

test("nothing is measured tomorrow, and nothing before there are files", () => {
  const now = new Date("2026-11-22T08:00:00Z");

  expect(isBelievableTime(new Date("2026-11-22T08:05:00Z"), now)).toBe(true);
  expect(isBelievableTime(new Date("2026-11-22T08:05:01Z"), now)).toBe(false);
  expect(isBelievableTime(new Date("2012-01-01T00:00:00Z"), now)).toBe(true);
  expect(isBelievableTime(new Date("1970-01-01T00:00:00Z"), now)).toBe(false);
});
