import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countTests, describeCounts } from "./testCounts.mjs";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wegraph-counts-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface File {
  status: "passed" | "failed";
  tests: string[];
}

function counts(exitCode: number, ...files: File[]): string {
  const report = join(folder, "report.json");
  const testResults = files.map(({ status, tests }, index) => ({
    name: `${index}.test.ts`,
    status,
    message: "",
    assertionResults: tests.map((each) => ({ status: each })),
  }));
  writeFileSync(report, JSON.stringify({ testResults }));
  return describeCounts(countTests(report, exitCode));
}

test("tests are counted, and those that did not run are named", () => {
  expect(counts(0, { status: "passed", tests: ["passed", "passed"] })).toBe("2 passed, 0 failed");
  expect(counts(1, { status: "failed", tests: ["passed", "failed"] })).toBe("1 passed, 1 failed");
  expect(counts(0, { status: "passed", tests: ["passed", "pending", "todo"] })).toBe(
    "1 passed, 0 failed, 2 skipped",
  );
});

test("a file that could not be loaded is a failure", () => {
  const loaded: File = { status: "passed", tests: ["passed"] };

  expect(counts(1, loaded, { status: "failed", tests: [] })).toBe("1 passed, 1 failed");
  expect(counts(1, { status: "failed", tests: ["passed", "pending"] })).toBe("1 passed, 1 failed, 1 skipped");
});

test("an error outside every test is a failure", () => {
  expect(counts(1, { status: "passed", tests: ["passed"] })).toBe("1 passed, 1 failed");
});

test("a run without a test, or without a report, is a failure", () => {
  expect(counts(0)).toBe("0 passed, 1 failed");
  expect(counts(0, { status: "passed", tests: ["pending"] })).toBe("0 passed, 1 failed, 1 skipped");
  expect(describeCounts(countTests(join(folder, "none.json"), 137))).toBe("0 passed, 1 failed");
});
