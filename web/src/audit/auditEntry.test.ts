import { expect, test } from "vitest";
import { recordPath, sectionOf, valueText } from "./auditEntry.ts";

test.each([
  [null, ""],
  ["", ""],
  ["ACTIVE", "ACTIVE"],
  [0, "0"],
  [false, "false"],
  [["a", "b"], "a, b"],
])("the value %j reads %s", (value, reads) => {
  expect(valueText(value)).toBe(reads);
});

test("a structure is quoted and not interpreted", () => {
  expect(valueText({ a: [1] })).toContain('"a"');
});

test("a record leads to its page where it has one", () => {
  expect(recordPath("account", "x")).toBe("/accounts/x");
  expect(recordPath("session", "x")).toBeNull();
  expect(recordPath("user", null)).toBeNull();
});

test("a look into a file is told by the part that was looked at, and nothing else is", () => {
  expect(sectionOf([{ field: "section", after: "FILE" }])).toBe("FILE");
  expect(
    sectionOf([
      { field: "section", after: "IDENTITY" },
      { field: "reason", after: "…" },
    ]),
  ).toBeNull();
  expect(sectionOf([{ field: "name", after: "FILE" }])).toBeNull();
  expect(sectionOf([])).toBeNull();
});
