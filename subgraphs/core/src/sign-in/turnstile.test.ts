import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { Turnstile } from "./turnstile.ts";

test("no more run at once than there are places, and all of them get through, in order", async () => {
  const turnstile = new Turnstile(3, 100);
  let running = 0;
  let most = 0;
  const order: number[] = [];

  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      turnstile.pass(async () => {
        running += 1;
        most = Math.max(most, running);
        order.push(i);
        await setTimeout(1);
        running -= 1;
      }),
    ),
  );

  expect(most).toBe(3);
  expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i));
});

test("who finds the line full is sent away, and work that fails gives its place back", async () => {
  const turnstile = new Turnstile(1, 1);
  const slow = turnstile.pass(() => setTimeout(20));
  const next = turnstile.pass(() => Promise.reject(new Error("failed")));

  await expect(turnstile.pass(() => Promise.resolve())).rejects.toMatchObject({ reason: "SIGN_IN_BUSY" });
  await expect(next).rejects.toThrow("failed");
  await slow;
  expect(await turnstile.pass(() => Promise.resolve("in"))).toBe("in");
});
