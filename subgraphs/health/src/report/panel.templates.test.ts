import { describe, expect, test } from "vitest";
import { intervalFor, knownItem, panels } from "./panel.templates.ts";

const items = panels.flatMap((panel) => panel.items);

test("no code is in two panels, and no name leads to two items", () => {
  expect(new Set(items.map(({ code }) => code)).size).toBe(items.length);
  for (const each of items)
    for (const name of [each.code, each.name.zh, each.name.en, ...each.short])
      expect(knownItem(name)?.item.code).toBe(each.code);
});

test("every interval has its lower end below its upper one", () => {
  for (const { low, high } of items.flatMap((each) => each.intervals))
    expect(low ?? -Infinity).toBeLessThan(high ?? Infinity);
});

describe("published intervals hold for whom they were published", () => {
  test.each([
    ["Hb", "MALE", 40, [130, 175]],
    ["Hb", "FEMALE", 40, [115, 150]],
    ["ALP", "FEMALE", 49, [35, 100]],
    ["ALP", "FEMALE", 50, [50, 135]],
    ["CREA", "MALE", 59, [57, 97]],
    ["CREA", "MALE", 60, [57, 111]],
    ["UREA", "FEMALE", 61, [3.1, 8.8]],
    ["WBC", "OTHER", 30, [3.5, 9.5]],
  ] as const)("%s of %s at %d: %j", (name, sex, age, [low, high]) => {
    expect(intervalFor(knownItem(name)?.item ?? expect.fail(), { sex, age })).toMatchObject({ low, high });
  });

  test.each([
    ["Hb", "UNKNOWN", 40],
    ["WBC", "MALE", 12],
    ["ALT", "MALE", 85],
    ["TSH", "FEMALE", 40],
  ] as const)("%s of %s at %d: none", (name, sex, age) => {
    expect(intervalFor(knownItem(name)?.item ?? expect.fail(), { sex, age })).toBeNull();
  });
});
