import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DueIds } from "./dueIds.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what is due together is handed over together, each id once, at the earlier of its times", () => {
  const handed: string[][] = [];
  const ids = new DueIds((some) => handed.push(some), 10);

  ids.add("slow", 5_000);
  ids.add("a", 200);
  ids.add("b", 150);
  ids.add("both", 5_000);
  ids.add("both", 200);
  ids.add("a", 300);
  vi.advanceTimersByTime(200);

  expect(handed).toEqual([["b"], ["a", "both"]]);
  vi.advanceTimersByTime(5_000);
  expect(handed.at(-1)).toEqual(["slow"]);
  expect(handed.flat()).toHaveLength(4);
});

test("a storm is handed over in parts, and nothing after the end", () => {
  const handed: string[][] = [];
  const ids = new DueIds((some) => handed.push(some), 2);
  for (const id of ["a", "b", "c"]) ids.add(id, 100);

  vi.advanceTimersByTime(101);
  ids.add("late", 100);
  ids.stop();
  vi.advanceTimersByTime(1_000);

  expect(handed).toEqual([["a", "b"], ["c"]]);
});
