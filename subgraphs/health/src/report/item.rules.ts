import type { ItemCategory, ItemFlag } from "./report.codes.ts";

/** What was examined, as it is written into a report: a value in its unit, or a text where there is no number. */
export interface NewItem {
  category: ItemCategory;
  /** LOINC. */
  code: string | null;
  name: string;
  value: number | null;
  text: string | null;
  unit: string | null;
  referenceLow: number | null;
  referenceHigh: number | null;
  /** As the laboratory printed it, where that says more than two numbers: "negative", "<5.2". */
  referenceText: string | null;
  flag: ItemFlag | null;
}

/** A value this far outside of its interval is marked as far outside, where the laboratory did not say. */
const criticalShare = 0.2;
const rounding = 1e-9;

/**
 * How an item stands to its reference. What the laboratory said goes first; a number is compared with its interval, whose ends
 * belong to it, and is LL or HH more than 20 % of the limit beyond it; a text is abnormal (A) where it differs from the one
 * that was expected ("negative"). Null where there is nothing to compare with. A mark on a table, not a diagnosis.
 */
export function flagOf(item: Omit<NewItem, "category" | "code" | "name" | "unit">): ItemFlag | null {
  const { value, text, referenceLow: low, referenceHigh: high, referenceText, flag } = item;
  if (flag !== null) return flag;
  if (value === null) return textFlag(text, low === null && high === null ? referenceText : null);
  if (low !== null && value < low)
    return low > 0 && value < low * (1 - criticalShare) - rounding ? "LL" : "L";
  if (high !== null && value > high)
    return high > 0 && value > high * (1 + criticalShare) + rounding ? "HH" : "H";
  return low === null && high === null ? null : "N";
}

function textFlag(text: string | null, expected: string | null): ItemFlag | null {
  if (text === null || expected === null) return null;
  return plain(text) === plain(expected) ? "N" : "A";
}

function plain(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll(/[\s()]/g, "")
    .toLowerCase();
}

/** What the same thing is known by over several reports: its LOINC code, else its name. */
export function itemKey({ code, name }: Pick<NewItem, "code" | "name">): string {
  return code ?? `name:${plain(name)}`;
}

export const trends = ["UP", "DOWN", "STEADY"] as const;
export type Trend = (typeof trends)[number];

/** Less than this is within what repeated measurements of the same thing differ by. */
const steadyShare = 0.05;

/**
 * Where values in one unit go, the oldest first: from the last but one to the last; STEADY within 5 % of it. Null for fewer
 * than two.
 */
export function trendOf(values: readonly number[]): Trend | null {
  const [before, last] = values.slice(-2);
  if (before === undefined || last === undefined) return null;
  const change = last - before;
  if (Math.abs(change) <= Math.abs(before) * steadyShare + rounding) return "STEADY";
  return change > 0 ? "UP" : "DOWN";
}
