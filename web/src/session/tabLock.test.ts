import { expect, test } from "vitest";
import { underLease } from "./tabLock.ts";
import { memoryStorage } from "./testing.ts";

test("of two tabs that want the same at the same time, one waits for the other", async () => {
  const storage = memoryStorage();
  const inside: string[] = [];
  const work = (name: string) => async () => {
    inside.push(`${name} in`);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    inside.push(`${name} out`);
  };

  await Promise.all([underLease(storage, "x", work("one")), underLease(storage, "x", work("two"))]);

  expect(inside.map((said) => said.split(" ")[1])).toEqual(["in", "out", "in", "out"]);
});

test("a tab that died holding the lease is not waited for beyond its time", async () => {
  const storage = memoryStorage();
  storage.setItem("wegraph.lease.x", `${Date.now() - 1} somebody`);

  expect(await underLease(storage, "x", async () => await Promise.resolve("done"))).toBe("done");
});

test("the lease is given back when the work fails", async () => {
  const storage = memoryStorage();
  await expect(underLease(storage, "x", () => Promise.reject(new Error("failed")))).rejects.toThrow("failed");

  expect(storage.getItem("wegraph.lease.x")).toBeNull();
});
