import { expect, test } from "vitest";
import { z } from "zod";
import { readConfig } from "./config.ts";

const shape = { PORT: z.coerce.number().int().min(1).max(65_535).default(4_000), SECRET: z.string().min(32) };

test("every wrong value is named with its reason, and no value is shown", () => {
  const attempt = () => readConfig(shape, { PORT: "http", SECRET: "hunter2" });
  expect(attempt).toThrow(/PORT: [\s\S]*SECRET: /);
  expect(attempt).not.toThrow(/hunter2/);
});

test("an empty value counts as unset", () => {
  expect(readConfig(shape, { PORT: "", SECRET: "x".repeat(32) }).PORT).toBe(4_000);
});
