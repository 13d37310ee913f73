import { expect, test } from "vitest";
import { conditionOf, labelsOf, linesOf, ruleShape, valuesOf } from "./ruleForm.ts";

const filled = { ...valuesOf(null, ""), name: "CPU", metric: "host_cpu_ratio", threshold: "0.8" };

test("labels are written one a line, and a value may itself have an equals sign", () => {
  const labels = [
    { name: "queue", value: "send" },
    { name: "filter", value: "a=b" },
  ];
  expect(labelsOf(` ${linesOf(labels)}\n\n`)).toEqual(labels);
});

test("a value has no window, a change has the one that was given", () => {
  expect(conditionOf({ ...filled, windowSeconds: "300" })).toMatchObject({
    windowSeconds: null,
    threshold: 0.8,
  });
  expect(conditionOf({ ...filled, measure: "CHANGE", windowSeconds: "300" })).toMatchObject({
    windowSeconds: 300,
  });
});

test.each([
  ["threshold", "much"],
  ["metric", "host cpu"],
  ["name", "  "],
  ["match", "no equals sign"],
  ["forSeconds", "-1"],
])("%s is not %j", (field, value) => {
  expect(ruleShape.safeParse({ ...filled, [field]: value }).success).toBe(false);
  expect(ruleShape.safeParse(filled).success).toBe(true);
});
