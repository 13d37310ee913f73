import { expect, test } from "vitest";
import { definitionOf, vitalCatalogue } from "./vital.catalogue.ts";
import { vitalCodes } from "./vital.codes.ts";

test("every code has its definition, and nothing else has", () => {
  expect([...vitalCatalogue.keys()].toSorted()).toEqual([...vitalCodes].toSorted());
});

test.each(vitalCodes)("%s: what is normal is plausible, and what is plausible is possible", (code) => {
  const { possible, plausible, reference } = definitionOf(code);
  const [low, high] = reference ?? plausible;

  expect(possible[0]).toBeLessThanOrEqual(plausible[0]);
  expect(plausible[0]).toBeLessThanOrEqual(low ?? plausible[0]);
  expect(high ?? plausible[1]).toBeLessThanOrEqual(plausible[1]);
  expect(plausible[1]).toBeLessThanOrEqual(possible[1]);
});
