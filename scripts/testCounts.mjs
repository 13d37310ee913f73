import { existsSync, readFileSync } from "node:fs";

/**
 * What vitest's JSON report amounts to. Green means that tests ran and all is well: a file that could not
 * be loaded, an error outside any test, a crash and a run without a single test each count as a failure.
 */
export function countTests(reportFile, exitCode) {
  if (!existsSync(reportFile))
    return { passed: 0, failed: 1, skipped: 0, problems: ["vitest ended without a report."] };

  const report = JSON.parse(readFileSync(reportFile, "utf8"));
  const files = report.testResults;
  const outcomes = files.flatMap((file) => file.assertionResults.map((result) => result.status));
  const passed = outcomes.filter((status) => status === "passed").length;
  const failedTests = outcomes.filter((status) => status === "failed").length;
  const brokenFiles = files.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((result) => result.status === "failed"),
  );
  const problems = brokenFiles.map((file) => `${file.name}: ${file.message || "failed outside its tests"}`);
  let failed = failedTests + brokenFiles.length;
  if (failed === 0 && passed === 0) problems.push("No test ran.");
  else if (failed === 0 && exitCode !== 0) problems.push(`vitest ended with code ${exitCode}: see above.`);
  if (failed === 0 && problems.length > 0) failed = 1;
  return { passed, failed, skipped: outcomes.length - passed - failedTests, problems };
}

export function describeCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
