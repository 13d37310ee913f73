import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Repeating } from "./repeating.ts";

const log = pino({ level: "silent" });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("runs follow each other by the pause, the first after its own", async () => {
  const work = vi.fn(async () => 0);
  const repeating = new Repeating({ work, everyMs: 1_000, firstAfterMs: 300, complaint: "", log });
  repeating.start();
  await vi.advanceTimersByTimeAsync(299);
  expect(work).toHaveBeenCalledTimes(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(work).toHaveBeenCalledTimes(3);
  await repeating.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(work).toHaveBeenCalledTimes(3);
});

test("a run that takes longer than the pause is never joined by another", async () => {
  let under = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, (under += 1));
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    under -= 1;
  };
  const repeating = new Repeating({ work, everyMs: 1_000, complaint: "", log });
  repeating.start();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(most).toBe(1);
  const stopped = repeating.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  await stopped;
  expect(under).toBe(0);
});

test("work that is left over follows at once, and a failure is told and outlived", async () => {
  const warned = vi.spyOn(log, "warn");
  const results = [2, 2, 0];
  const work = vi.fn(async () => {
    const next = results.shift();
    if (next === undefined) throw new Error("the database is away");
    return next;
  });
  const repeating = new Repeating({
    work,
    everyMs: 1_000,
    isMore: (count) => count > 0,
    complaint: "not swept",
    log,
  });
  repeating.start();
  await vi.advanceTimersByTimeAsync(10);
  expect(work).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(work).toHaveBeenCalledTimes(5);
  expect(warned).toHaveBeenCalledTimes(2);
  expect(warned).toHaveBeenLastCalledWith(expect.objectContaining({ err: expect.any(Error) }), "not swept");
  await repeating.stop();
});

test("seldom work that failed comes again sooner", async () => {
  const work = vi.fn(async () => {
    if (work.mock.calls.length === 1) throw new Error("the database is not there yet");
  });
  const repeating = new Repeating({ work, everyMs: 60_000, failedAfterMs: 1_000, complaint: "", log });
  repeating.start();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(work).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(58_000);
  expect(work).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(work).toHaveBeenCalledTimes(3);
  await repeating.stop();
});

test("what is stopped and started again goes on once, not twice", async () => {
  const work = vi.fn(async () => new Promise((resolve) => setTimeout(resolve, 100)));
  const repeating = new Repeating({ work, everyMs: 1_000, complaint: "", log });
  repeating.start();
  await vi.advanceTimersByTimeAsync(50);
  const stopped = repeating.stop();
  repeating.start();
  await vi.advanceTimersByTimeAsync(100);
  await stopped;
  work.mockClear();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(work).toHaveBeenCalledTimes(10);
  await repeating.stop();
});
