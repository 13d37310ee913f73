import { GraphQLError } from "graphql";
import { expect, test } from "vitest";
import { AppError } from "./errors.ts";
import { createLogger } from "./log.ts";
import { presentError } from "./present.ts";

const how = { correlationId: "c-1", log: createLogger("test", "silent") };

function presented(thrown: Error) {
  return presentError(new GraphQLError(thrown.message, { path: ["it"], originalError: thrown }), how);
}

test("a refusal is told in full, where it happened", () => {
  const refusal = new AppError("CONFLICT", "NAME_TAKEN", "The name is taken.", { name: "a" });

  expect(presented(refusal)).toEqual({
    message: "The name is taken.",
    path: ["it"],
    extensions: { code: "CONFLICT", reason: "NAME_TAKEN", name: "a", correlationId: "c-1" },
  });
});

test("a database without room or away is UNAVAILABLE, and nothing of it is told", () => {
  const busy = Object.assign(new Error("connect to 10.0.0.1 timed out"), { code: "P2028" });

  expect(presented(busy)).toMatchObject({ extensions: { code: "UNAVAILABLE" } });
  expect(JSON.stringify(presented(busy))).not.toContain("10.0.0.1");
});

test("anything else is INTERNAL, without a word of its cause", () => {
  const bug = Object.assign(new Error("hunter2 is not a function"), { code: "P2002" });

  expect(presented(bug)).toMatchObject({
    path: ["it"],
    extensions: { code: "INTERNAL", correlationId: "c-1" },
  });
  expect(JSON.stringify(presented(bug))).not.toContain("hunter2");
});
