import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { expect, test } from "vitest";
import { refusalOf, seriousError } from "./refusal.ts";

const failed = (...errors: { path?: (string | number)[]; code: string; reason?: string }[]) =>
  new CombinedGraphQLErrors({
    data: null,
    errors: errors.map(({ path, code, reason }) => ({
      message: "No.",
      ...(path ? { path } : {}),
      extensions: { code, reason, correlationId: "c" },
    })),
  });

test("an error of the graph keeps its code, reason and correlation id", () => {
  expect(refusalOf(failed({ code: "CONFLICT", reason: "ACCOUNT_STALE" }))).toMatchObject({
    code: "CONFLICT",
    reason: "ACCOUNT_STALE",
    details: { correlationId: "c" },
  });
});

test("a request that got no answer is told as a server that cannot be reached", () => {
  expect(refusalOf(new TypeError("Failed to fetch"))).toMatchObject({
    code: "UNAVAILABLE",
    reason: "NETWORK",
  });
});

test("a field inside an answer that the viewer may not see is no reason for a notice", () => {
  expect(
    seriousError(failed({ code: "FORBIDDEN", path: ["accounts", "nodes", 0, "owner"] })),
  ).toBeUndefined();
});

test("a page that the viewer may not see is, and so is anything that broke", () => {
  const whole = failed({ code: "FORBIDDEN", path: ["accounts"] });
  const broken = failed(
    { code: "FORBIDDEN", path: ["account", "owner"] },
    { code: "INTERNAL", path: ["account", "corp"] },
  );

  expect(seriousError(whole)).toBe(whole);
  expect(seriousError(broken)).toBe(broken);
});
