import { expect, test } from "vitest";
import { errorCodes } from "./errors.ts";
import { outcomeOf } from "./outcome.ts";

const given = (...codes: string[]) => codes.map((code) => ({ extensions: { code } }));

test("an answer without errors is well", () => {
  expect([outcomeOf(undefined), outcomeOf([])]).toEqual(["ok", "ok"]);
});

test("what callers do wrong is refused, what we owe them has failed", () => {
  const failed = errorCodes.filter((code) => outcomeOf(given(code)) === "failed");
  expect(failed).toEqual(["UPSTREAM_FAILED", "UNAVAILABLE", "TIMEOUT", "INTERNAL"]);
  expect(outcomeOf(given("FORBIDDEN", "INTERNAL"))).toBe("failed");
  expect(outcomeOf(given("SOMETHING_ELSE"))).toBe("failed");
  expect(outcomeOf([{}])).toBe("failed");
});
