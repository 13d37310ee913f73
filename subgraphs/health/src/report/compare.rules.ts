import { itemKey, trendOf } from "./item.rules.ts";
import type { Trend } from "./item.rules.ts";
import { itemCategories } from "./report.codes.ts";
import type { ItemCategory, ItemFlag } from "./report.codes.ts";

interface ComparedItem {
  reportId: string;
  category: ItemCategory;
  code: string | null;
  name: string;
  value: number | null;
  text: string | null;
  unit: string | null;
  flag: ItemFlag | null;
}

export interface Comparison {
  key: string;
  code: string | null;
  category: ItemCategory;
  name: string;
  unit: string | null;
  values: {
    reportId: string;
    value: number | null;
    text: string | null;
    flag: ItemFlag | null;
    change: number | null;
  }[];
  trend: Trend | null;
}

/**
 * The same items over reports: by category, then as the latest report has them. Values of an item are compared only where
 * their units are the same; an item that stands twice in a report counts once, as it stands last.
 *
 * @param reports their items in order, the oldest report first.
 */
export function compareItems(reports: readonly (readonly ComparedItem[])[]): Comparison[] {
  const rows = new Map<string, ComparedItem[]>();
  // The latest first, so that its order is the one that holds.
  for (const items of reports.toReversed())
    for (const [key, item] of new Map(items.map((each) => [itemKey(each), each])))
      rows.set(key, [item, ...(rows.get(key) ?? [])]);
  return [...rows]
    .map(([key, items]) => comparisonOf(key, items))
    .toSorted((a, b) => itemCategories.indexOf(a.category) - itemCategories.indexOf(b.category));
}

function comparisonOf(key: string, items: readonly ComparedItem[]): Comparison {
  const latest = items.at(-1);
  const numbers = items.flatMap(({ value, unit }) =>
    value !== null && unit === (latest?.unit ?? null) ? [value] : [],
  );
  return {
    key,
    code: latest?.code ?? null,
    category: latest?.category ?? "OTHER",
    name: latest?.name ?? key,
    unit: latest?.unit ?? null,
    values: items.map(({ reportId, value, text, flag }, at) => ({
      reportId,
      value,
      text,
      flag,
      change: changeOf(items[at - 1], items[at]),
    })),
    trend: latest?.value == null ? null : trendOf(numbers),
  };
}

function changeOf(before: ComparedItem | undefined, now: ComparedItem | undefined): number | null {
  if (before?.value == null || now?.value == null || before.unit !== now.unit) return null;
  // Subtraction leaves 0.30000000000000004 behind.
  return Number((now.value - before.value).toPrecision(12));
}
