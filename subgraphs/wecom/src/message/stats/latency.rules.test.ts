import { expect, test } from "vitest";
import { addedUp, bucketCount, bucketOf, emptyHistogram, quantile } from "./latency.rules.ts";

function histogramOf(latencies: readonly number[]): number[] {
  const histogram = emptyHistogram();
  for (const ms of latencies) histogram[bucketOf(ms)] = (histogram[bucketOf(ms)] ?? 0) + 1;
  return histogram;
}

test("a quantile is never below the true one, and at most a third above", () => {
  const latencies = Array.from({ length: 5_000 }, (_, i) => 11 + ((i * 7_919) % 90_000));
  const histogram = histogramOf(latencies);
  const sorted = latencies.toSorted((a, b) => a - b);
  for (const share of [0.5, 0.9, 0.95, 0.99]) {
    const exact = sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
    const found = quantile(histogram, share) ?? Number.NaN;
    expect(found).toBeGreaterThanOrEqual(exact);
    expect(found).toBeLessThanOrEqual(exact * 1.34);
  }
});

test("nothing sent has no latency", () => {
  expect(quantile(emptyHistogram(), 0.5)).toBeNull();
});

test("what is longer than the histogram reaches is counted, in its last bucket", () => {
  expect(bucketOf(1e9)).toBe(bucketCount - 1);
  expect(quantile(histogramOf([1e9]), 0.5)).toBeGreaterThan(20 * 60_000);
});

test("histograms of several hours add up to that of all their messages", () => {
  const [a, b] = [histogramOf([12, 40, 900]), histogramOf([15, 70_000])];
  expect(addedUp([a, b])).toEqual(histogramOf([12, 40, 900, 15, 70_000]));
});
