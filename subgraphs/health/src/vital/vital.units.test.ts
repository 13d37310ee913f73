import { expect, test } from "vitest";
import { definitionOf } from "./vital.catalogue.ts";
import { vital, vitalCodes } from "./vital.codes.ts";
import { conversions, fromKeptUnit, toKeptUnit, unitOf } from "./vital.units.ts";

test.each([
  // Degrees Fahrenheit: (x − 32) · 5/9.
  [vital.temperature, 98.6, "[degF]", 37],
  [vital.temperature, 32, "[degF]", 0],
  [vital.temperature, 212, "[degF]", 100],
  [vital.temperature, 104, "[degF]", 40],
  [vital.temperature, 310.15, "K", 37],
  // The pound: 0.45359237 kg, exactly.
  [vital.weight, 1, "[lb_av]", 0.453_592_37],
  [vital.weight, 100, "[lb_av]", 45.359_237],
  [vital.weight, 16, "[oz_av]", 0.453_592_37],
  [vital.weight, 70_500, "g", 70.5],
  // 1 mmHg is 133.322387415 Pa.
  [vital.systolic, 16, "kPa", 16_000 / 133.322_387_415],
  [vital.diastolic, 0.133_322_387_415, "kPa", 1],
  // 18.016 mg/dL are 1 mmol/L.
  [vital.glucose, 18.016, "mg/dL", 1],
  [vital.glucose, 126, "mg/dL", 126 / 18.016],
  [vital.glucose, 0.18016, "g/L", 1],
  // The inch: 2.54 cm, exactly.
  [vital.height, 1, "[in_i]", 2.54],
  [vital.height, 6, "[ft_i]", 182.88],
  [vital.height, 1.75, "m", 175],
  [vital.height, 1_750, "mm", 175],
  [vital.spo2, 0.97, "1", 97],
  [vital.oxygen, 500, "mL/min", 0.5],
] as const)("%s: %d %s is %d as it is kept", (code, value, unit, kept) => {
  // Within the last bits of a double: the factor itself is exact.
  expect(Math.abs(toKeptUnit(code, value, unit) - kept)).toBeLessThanOrEqual(
    Math.abs(kept) * 4 * Number.EPSILON + 1e-13,
  );
});

const everyUnit = vitalCodes.flatMap((code) =>
  Object.keys(conversions[code]).map((unit) => [code, unit] as const),
);

test.each(everyUnit)("%s in %s comes back as it was given", (code, unit) => {
  const [low, high] = definitionOf(code).plausible;

  for (const kept of [low, (low + high) / 2, high]) {
    const given = fromKeptUnit(code, kept, unit);
    expect(toKeptUnit(code, given, unit)).toBeCloseTo(kept, 10);
  }
});

test("what comes in the kept unit stays as it is, to the last bit", () => {
  for (const code of vitalCodes) expect(toKeptUnit(code, 36.6, definitionOf(code).unit)).toBe(36.6);
});

test("the unit a code is kept in is among those that are taken in", () => {
  for (const code of vitalCodes) expect(conversions[code]).toHaveProperty([definitionOf(code).unit]);
});

test.each([
  [vital.systolic, "mmHg", "mm[Hg]"],
  [vital.temperature, "℃", "Cel"],
  [vital.temperature, "°F", "[degF]"],
  [vital.glucose, "mg/dl", "mg/dL"],
  [vital.weight, "lb", "[lb_av]"],
  [vital.heartRate, "bpm", "/min"],
] as const)("%s: what people write as %s is %s", (code, written, unit) => {
  expect(unitOf(code, written)).toBe(unit);
});

test.each([
  [vital.systolic, "Cel"],
  [vital.glucose, "%"],
  [vital.weight, "toString"],
  [vital.weight, "constructor"],
  [vital.weight, ""],
] as const)("%s is not measured in %s", (code, written) => {
  expect(unitOf(code, written)).toBeNull();
});
