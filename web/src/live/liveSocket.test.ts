import { expect, test } from "vitest";
import { retryDelayMs } from "./liveSocket.ts";

test("the first return is quick, later ones are slower, none waits longer than ten seconds", () => {
  const longest = (retries: number) => retryDelayMs(retries, () => 1);

  expect(longest(0)).toBe(500);
  expect(longest(3)).toBe(4_000);
  expect(longest(30)).toBe(10_000);
});

test("consoles that lost the same server do not come back at the same moment", () => {
  expect(retryDelayMs(5, () => 0)).toBe(0);
  expect(retryDelayMs(5, () => 0.5)).toBe(5_000);
});
