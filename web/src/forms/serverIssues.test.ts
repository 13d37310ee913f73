import { expect, test } from "vitest";
import * as z from "zod/mini";
import { RefusedError } from "../session/authApi.ts";
import { fieldOf, placeIssues } from "./serverIssues.ts";
import { zodResolver } from "./zodResolver.ts";

const refusal = (...paths: string[][]) =>
  new RefusedError("No.", "INVALID_INPUT", "INPUT_REFUSED", {
    issues: paths.map((path) => ({ path, message: `about ${path.join(".")}` })),
  });

test("what the server says of a field stands beside that field", () => {
  const placed: [string, string | undefined][] = [];

  const left = placeIssues<{ email: string; name: string }>(
    refusal(["input", "email"]),
    ["email", "name"],
    (field, { message }) => placed.push([field, message]),
  );

  expect(placed).toEqual([["email", "about input.email"]]);
  expect(left).toBeNull();
});

test("what belongs to no field of the form is still shown", () => {
  const error = refusal(["input", "email"], ["input", "idempotencyKey"]);

  expect(placeIssues<{ email: string }>(error, ["email"], () => {})).toBe(error);
});

test("what the server says of an input within the input stands beside its field", () => {
  const placed: string[] = [];

  const left = placeIssues<{ name: string; secret: string }>(
    refusal(["input", "application", "secret"]),
    ["name", "secret"],
    (field) => placed.push(field),
  );

  expect(placed).toEqual(["secret"]);
  expect(left).toBeNull();
});

test("an error without issues is shown as it is", () => {
  const error = new RefusedError("No.", "CONFLICT", "ROLE_KEY_TAKEN");

  expect(placeIssues<{ key: string }>(error, ["key"], () => {})).toBe(error);
});

test("an issue inside a list is about the list", () => {
  expect(fieldOf(["input", "scopes", 2])).toBe("scopes");
});

test("the rules' messages reach the fields, the first of each", async () => {
  const resolve = zodResolver(
    z.object({ name: z.string().check(z.minLength(1, "required")), size: z.number() }),
  );
  const options = { fields: {}, shouldUseNativeValidation: false };

  expect(await resolve({ name: "", size: 1 }, undefined, options)).toMatchObject({
    errors: { name: { message: "required" } },
  });
  expect(await resolve({ name: "x", size: 1 }, undefined, options)).toEqual({
    values: { name: "x", size: 1 },
    errors: {},
  });
});
