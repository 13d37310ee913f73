import { expect, test } from "vitest";
import { durationText } from "./durationText.ts";

test.each([
  [0, "0 秒", "0 s"],
  [0.0421, "42.1 毫秒", "42.1 ms"],
  [12.345, "12.3 秒", "12.3 s"],
  [120, "120 秒", "120 s"],
  [121, "2 分钟 1 秒", "2 min 1 s"],
  [1_391.8 * 60, "23 小时 11 分钟", "23 h 11 min"],
  [86_400, "1 天", "1 day"],
  [86_400 + 59, "1 天", "1 day"],
  [3 * 86_400 + 4 * 3_600 + 5, "3 天 4 小时", "3 days 4 h"],
  [-7_200, "-2 小时", "-2 h"],
])("%d s is written in the units people count it in", (seconds, zh, en) => {
  expect([durationText(seconds, "zh"), durationText(seconds, "en")]).toEqual([zh, en]);
});

test("what has to be exact keeps every unit", () => {
  expect(durationText(86_400 + 59, "en", 4)).toBe("1 day 59 s");
});
