/** What of a series is compared: its value, or by how much it changed over a window. */
export const measures = ["VALUE", "CHANGE", "CHANGE_PERCENT"] as const;
export type Measure = (typeof measures)[number];

export const operators = ["ABOVE", "AT_LEAST", "BELOW", "AT_MOST", "EQUAL", "ABSENT"] as const;
export type Operator = (typeof operators)[number];

/** As it is written in a sentence. */
export const operatorSigns: Readonly<Record<Operator, string>> = {
  ABOVE: ">",
  AT_LEAST: "≥",
  BELOW: "<",
  AT_MOST: "≤",
  EQUAL: "=",
  ABSENT: "∅",
};
