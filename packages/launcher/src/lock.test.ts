import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Lock, holderOf, takeLock } from "./lock.ts";
import { StartError } from "./startError.ts";
import { temporaryDir } from "./temporaryDir.ts";
import type { TemporaryDir } from "./temporaryDir.ts";

let folder: TemporaryDir;
beforeEach(() => {
  folder = temporaryDir("lock");
});
afterEach(() => folder.remove());

const nobody = { pid: 999_999_999, born: "long ago" };

test("the second is told who runs, and at which address", async () => {
  const lock = await takeLock(folder.path, "npm start");
  lock.announce({ address: "http://localhost:4000" });

  const second = takeLock(folder.path, "npm start");

  await expect(second).rejects.toThrow(StartError);
  await expect(second).rejects.toThrow(/http:\/\/localhost:4000.*npm start.*kill \d+/s);
});

test("a lock that was given back is free", async () => {
  const lock = await takeLock(folder.path, "npm start");

  lock.release();

  expect(holderOf(folder.path)).toBeUndefined();
  expect(await Lock.take(folder.path, "npm start")).toBeInstanceOf(Lock);
});

test("the lock of one that was killed holds nobody up", async () => {
  writeFileSync(join(folder.path, "launcher.json"), JSON.stringify({ what: "npm start", process: nobody }));
  expect(holderOf(folder.path)).toBeUndefined();

  expect(await Lock.take(folder.path, "npm start")).toBeInstanceOf(Lock);
});

test("a lock file nobody can read holds nobody up", async () => {
  writeFileSync(join(folder.path, "launcher.json"), "");

  expect(await Lock.take(folder.path, "npm start")).toBeInstanceOf(Lock);
});

test("of many who come at once to a dead one's lock, one gets it", async () => {
  writeFileSync(join(folder.path, "launcher.json"), JSON.stringify({ what: "npm start", process: nobody }));

  const taken = await Promise.all(Array.from({ length: 20 }, () => Lock.take(folder.path, "npm start")));

  expect(taken.filter((each) => each instanceof Lock)).toHaveLength(1);
  expect(existsSync(join(folder.path, "launcher.json"))).toBe(true);
});

test("one whose npm was killed is waited for, because it will stop", async () => {
  const lock = await takeLock(folder.path, "npm start", nobody);
  setTimeout(() => lock.release(), 300);

  expect(await Lock.take(folder.path, "npm start")).toBeInstanceOf(Lock);
});
