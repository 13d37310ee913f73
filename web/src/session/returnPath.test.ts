import { expect, test } from "vitest";
import { safeReturnPath, signInPath } from "./returnPath.ts";

test.each([
  ["/accounts?statuses=ONLINE", "/accounts?statuses=ONLINE"],
  [null, "/"],
  ["", "/"],
  ["//evil.example/x", "/"],
  ["/\\evil.example", "/"],
  ["https://evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?from=/sign-in", "/"],
])("after sign-in, %s leads to %s", (wanted, path) => {
  expect(safeReturnPath(wanted)).toBe(path);
});

test("the way back keeps the state of the view", () => {
  const from = new URL(signInPath("/accounts?statuses=ONLINE,ERROR"), "http://x").searchParams.get("from");

  expect(safeReturnPath(from)).toBe("/accounts?statuses=ONLINE,ERROR");
});
