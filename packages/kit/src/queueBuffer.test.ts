import { expect, test } from "vitest";
import { BoundedQueue } from "./queueBuffer.ts";

const queue = (limit: number, accepts?: (item: number) => boolean) => {
  const ended: string[] = [];
  const made = new BoundedQueue<number>(limit, {
    accepts,
    onOverflow: () => new Error("full"),
    onEnd: () => ended.push("end"),
  });
  return { made, ended };
};

test("items arrive in order, whether the reader waits or the writer is ahead", async () => {
  const { made } = queue(10);
  const first = made.next();
  for (const item of [1, 2, 3]) made.push(item);
  made.end();
  const rest: number[] = [];
  for await (const item of made) rest.push(item);
  expect([(await first).value, ...rest]).toEqual([1, 2, 3]);
});

test("a reader that falls too far behind is ended with an error, once", async () => {
  const { made, ended } = queue(2);
  for (const item of [1, 2, 3, 4]) made.push(item);
  await expect(made.next()).rejects.toThrow("full");
  expect(await made.next()).toEqual({ value: undefined, done: true });
  expect(ended).toEqual(["end"]);
});

test("a reader that leaves frees its place, also while waiting", async () => {
  const { made, ended } = queue(2);
  const waiting = made.next();
  await made.return();
  expect(await waiting).toEqual({ value: undefined, done: true });
  expect(ended).toEqual(["end"]);
});

test("what the filter refuses takes no room", async () => {
  const { made } = queue(1, (item) => item > 2);
  for (const item of [1, 2, 3]) made.push(item);
  expect((await made.next()).value).toBe(3);
});
