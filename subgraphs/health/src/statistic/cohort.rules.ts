/** Of fewer people a figure could be told to be somebody's. */
export const cohortMin = 5;

/** Whether figures of so many people are kept back from somebody who may not see those people themselves. */
export function isTooSmall(patients: number, mayBeSeen: boolean): boolean {
  return patients > 0 && patients < cohortMin && !mayBeSeen;
}

export interface Bin {
  from: number;
  to: number;
}

const steps = [1, 2, 2.5, 5, 10];

/** About `wanted` ranges of a round width that cover the values from `low` to `high`. */
export function binsOf(low: number, high: number, wanted = 12): Bin[] {
  const rough = Math.max((high - low) / wanted, 0.1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const width = (steps.find((step) => step * power >= rough) ?? 10) * power;
  const first = Math.floor(low / width);
  const edge = (nth: number) => Number(((first + nth) * width).toPrecision(10));
  const bins: Bin[] = [];
  // By the edges as they are rounded: a division may put the highest value just below one.
  for (let nth = 0; edge(nth) <= high; nth += 1) bins.push({ from: edge(nth), to: edge(nth + 1) });
  return bins;
}
