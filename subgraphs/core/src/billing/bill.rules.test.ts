import { describe, expect, it } from "vitest";
import { quotaDimensions } from "@wegraph/kit/quota";
import { billCsv } from "./bill.csv.ts";
import { billOf } from "./bill.rules.ts";
import type { MonthlyUse } from "./bill.rules.ts";
import { prices } from "./billing.prices.ts";
import { decimal } from "./money.ts";

const table = prices.schema.parse(prices.default);
const use = (over: number, dimension: MonthlyUse["dimension"] = "MESSAGES"): MonthlyUse => ({
  dimension,
  used: 5_000 + over,
  included: 5_000,
  over,
});

describe("a month's bill", () => {
  it("is the plan's fee and nothing more while nothing goes beyond", () => {
    const bill = billOf({ plan: "STANDARD", days: 30, daysBilled: 30, uses: [use(0)] }, table);
    expect(bill).toMatchObject({ planFee: 29_900, overage: 0, total: 29_900 });
    expect(bill.lines).toHaveLength(2);
  });

  it("counts units begun as whole ones, by dimension", () => {
    const uses = [use(1), use(2_000, "API_CALLS"), use(3, "SEATS")];
    const bill = billOf({ plan: "FREE", days: 31, daysBilled: 31, uses }, table);
    expect(bill.lines.map(({ units, amount }) => [units, amount])).toEqual([
      [1, 0],
      [1, 500],
      [1, 200],
      [3, 9_000],
    ]);
    expect(bill.total).toBe(9_700);
  });

  it("has the fee by the days the tenant was there, rounded half up to a whole minor unit", () => {
    const feeOf = (daysBilled: number, days: number) =>
      billOf({ plan: "STANDARD", days, daysBilled, uses: [] }, table).planFee;
    expect(feeOf(1, 31)).toBe(965); // 964.516…
    expect(feeOf(15, 30)).toBe(14_950);
    expect(feeOf(0, 30)).toBe(0);
  });

  it("adds up exactly: the total is the sum of its lines, in whole numbers", () => {
    const uses = quotaDimensions.map((dimension, n) => use(12_345_678_901 * (n + 1), dimension));
    const { lines, total } = billOf({ plan: "ENTERPRISE", days: 28, daysBilled: 27, uses }, table);
    expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(total);
    expect(Number.isSafeInteger(total)).toBe(true);
  });
});

it("amounts are written with the decimals of their currency", () => {
  expect(decimal(29_905, "CNY")).toBe("299.05");
  expect(decimal(5, "CNY")).toBe("0.05");
  expect(decimal(-5, "USD")).toBe("-0.05");
  expect(decimal(1_200, "JPY")).toBe("1200");
});

it("the export has a line for each of the bill's, and no cell that a spreadsheet would run", () => {
  const { lines } = billOf({ plan: "STANDARD", days: 30, daysBilled: 30, uses: [use(1_500)] }, table);
  const csv = billCsv({ period: "=1+1", currency: "CNY", lines });
  expect(csv.startsWith("\uFEFFperiod,line,dimension,")).toBe(true);
  expect(csv.split("\r\n").slice(1)).toEqual([
    "'=1+1,PLAN_FEE,,30,30,0,1,1,299.00,299.00,CNY",
    "'=1+1,OVERAGE,MESSAGES,6500,5000,1500,1000,2,5.00,10.00,CNY",
    "",
  ]);
});
