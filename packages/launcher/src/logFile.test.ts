import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rotate, sizeOf, tail } from "./logFile.ts";
import { temporaryDir } from "./temporaryDir.ts";
import type { TemporaryDir } from "./temporaryDir.ts";

let folder: TemporaryDir;
beforeEach(() => {
  folder = temporaryDir("log");
});
afterEach(() => folder.remove());

test("a log that has grown large is put aside at the next start", () => {
  const file = join(folder.path, "app.log");
  writeFileSync(file, "x".repeat(11 * 1024 * 1024));

  rotate(file);

  expect(existsSync(file)).toBe(false);
  expect(existsSync(`${file}.1`)).toBe(true);
});

test("the tail shows this run, not the one before", () => {
  const file = join(folder.path, "app.log");
  writeFileSync(file, "old\n");
  const from = sizeOf(file);
  appendFileSync(file, "one\ntwo\nthree\n");

  expect(tail(file, from, 2)).toEqual(["two", "three"]);
  expect(tail(file, from, 9)).toEqual(["one", "two", "three"]);
  expect(tail(join(folder.path, "none.log"), 0, 9)).toEqual([]);
});
