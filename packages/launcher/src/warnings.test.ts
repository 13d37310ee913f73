import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { temporaryDir } from "./temporaryDir.ts";
import type { TemporaryDir } from "./temporaryDir.ts";
import { followWarnings, warningIn } from "./warnings.ts";

let folder: TemporaryDir;
beforeEach(() => {
  folder = temporaryDir("warnings");
});
afterEach(() => folder.remove());

test.each([
  ['{"level":30,"msg":"all is well"}', undefined],
  ['{"level":40,"name":"wecom","msg":"slow"}', "warning  wecom  slow"],
  ['{"level":50,"name":"core","msg":"lost","err":{"message":"gone"}}', "error  core  lost: gone"],
  ["not an entry", undefined],
  ["17", undefined],
])("%s is shown as %s", (line, shown) => {
  expect(warningIn(line)).toBe(shown);
});

test("only what is logged from now on is shown, and a line written in two parts once", async () => {
  const file = join(folder.path, "app.log");
  writeFileSync(file, '{"level":50,"name":"a","msg":"old"}\n');
  const shown: string[] = [];

  const stop = followWarnings(file, (line) => shown.push(line));
  appendFileSync(file, '{"level":40,"name":"a",');
  await new Promise((resolve) => setTimeout(resolve, 500));
  appendFileSync(file, '"msg":"new"}\n{"level":30,"msg":"fine"}\n');

  await vi.waitFor(() => expect(shown).toEqual(["warning  a  new"]), 3_000);
  stop();
});
