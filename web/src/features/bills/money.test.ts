import { expect, it } from "vitest";
import { lastMonth, moneyText } from "./money.ts";

it("minor units are written as the currency has them", () => {
  expect(moneyText(29_905, "CNY", "en")).toBe("¥299.05");
  expect(moneyText(1_200, "JPY", "en")).toBe("¥1,200");
});

it("last month is that of the tenant's zone, also over the turn of a year", () => {
  const newYear = Date.parse("2025-12-31T17:00:00Z");
  expect(lastMonth("Asia/Shanghai", newYear)).toBe("2025-12");
  expect(lastMonth("America/New_York", newYear)).toBe("2025-11");
});
