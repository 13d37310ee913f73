import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { commandOf, isAlive, markOf, parentOf } from "./processMark.ts";

test("a process is known by its birth, not by its number alone", () => {
  const self = markOf(process.pid);

  expect(self).toEqual(markOf(process.pid));
  expect(self && isAlive(self)).toBe(true);
  expect(isAlive({ pid: process.pid, born: "another time" })).toBe(false);
});

test("a process that ended is gone, also while nobody has asked how it ended", async () => {
  const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"]);
  const mark = markOf(child.pid ?? 0);
  expect(mark && isAlive(mark)).toBe(true);

  child.kill("SIGKILL");
  await once(child, "exit");

  expect(mark && isAlive(mark)).toBe(false);
  expect(markOf(child.pid ?? 0)).toBeUndefined();
});

test("a process knows its program and its parent", () => {
  expect(parentOf(process.pid)).toBe(process.ppid);
  expect(commandOf(process.pid)).toBeDefined();
  expect(commandOf(999_999_999)).toBeUndefined();
});
