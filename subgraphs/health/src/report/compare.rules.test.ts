import { expect, test } from "vitest";
import { compareItems } from "./compare.rules.ts";

const item = (reportId: string, name: string, value: number | null, more: object = {}) => ({
  reportId,
  name,
  value,
  category: "LIPIDS" as const,
  code: null,
  text: null,
  unit: "mmol/L",
  flag: null,
  ...more,
});

test("the same item over reports has its values, changes and trend, by category and the latest report's order", () => {
  const rows = compareItems([
    [item("a", "TC", 5.1, { code: "14647-2" }), item("a", "ALT", 40, { category: "LIVER" })],
    [item("b", "TG", 1.2), item("b", "Cholesterol", 5.4, { code: "14647-2" })],
  ]);

  expect(rows.map(({ key }) => key)).toEqual(["name:tg", "14647-2", "name:alt"]);
  expect(rows[1]).toMatchObject({
    name: "Cholesterol",
    trend: "UP",
    values: [
      { reportId: "a", value: 5.1, change: null },
      { reportId: "b", value: 5.4, change: 0.3 },
    ],
  });
  expect(rows[0]).toMatchObject({ trend: null, values: [{ reportId: "b", change: null }] });
});

test("values in different units are not compared", () => {
  const [row] = compareItems([[item("a", "GLU", 101, { unit: "mg/dL" })], [item("b", "GLU", 5.6)]]);

  expect(row).toMatchObject({ trend: null, unit: "mmol/L" });
  expect(row?.values[1]?.change).toBeNull();
});

test("results in words have no change and no trend", () => {
  const [row] = compareItems([
    [item("a", "Urine protein", null, { text: "+" })],
    [item("b", "Urine protein", null, { text: "-" })],
  ]);

  expect(row).toMatchObject({ trend: null, values: [{ text: "+" }, { text: "-", change: null }] });
});
