import { definitionOf } from "./vital.catalogue.ts";
import { vital } from "./vital.codes.ts";
import type { ReadingFlag } from "./vital.codes.ts";

/**
 * Body mass index, to two decimals: kilograms over square metres (Quetelet's index; WHO technical report 894, 2000). Null where the result
 * could be nobody's, which is a mistake in one of the two.
 */
export function bmiOf(weightKg: number, heightCm: number): { value: number; flags: ReadingFlag[] } | null {
  const value = Math.round((weightKg / (heightCm / 100) ** 2) * 100) / 100;
  const { possible, plausible } = definitionOf(vital.bmi);
  if (!(value >= possible[0] && value <= possible[1])) return null;
  return { value, flags: value >= plausible[0] && value <= plausible[1] ? [] : ["IMPLAUSIBLE"] };
}
