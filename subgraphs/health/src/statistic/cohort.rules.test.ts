import { expect, test } from "vitest";
import { binsOf, isTooSmall } from "./cohort.rules.ts";

test.each([
  [0, false, false],
  [1, false, true],
  [4, false, true],
  [5, false, false],
  [4, true, false],
])("of %d people, seen by name: %s, figures are kept back: %s", (patients, mayBeSeen, kept) => {
  expect(isTooSmall(patients, mayBeSeen)).toBe(kept);
});

test.each([
  [98.2, 171.4],
  [5.1, 5.1],
  [36.2, 36.9],
  [0, 120],
])("bins from %d to %d hold both ends, one beside the other, of one round width", (low, high) => {
  const bins = binsOf(low, high);

  expect(bins[0]?.from).toBeLessThanOrEqual(low);
  expect(bins.at(-1)?.to).toBeGreaterThan(high);
  expect(bins.length).toBeLessThanOrEqual(14);
  for (const [nth, { from }] of bins.entries()) if (nth > 0) expect(from).toBe(bins[nth - 1]?.to);
});
