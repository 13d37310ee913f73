/** What an item may be at most: characters, and items of a report. */
export const itemLimits = {
  count: 500,
  name: 100,
  value: 500,
  unit: 40,
  reference: 200,
  codeForm: /^[0-9A-Za-z][0-9A-Za-z.-]{0,31}$/,
} as const;

export const csvTextMax = 200_000;
