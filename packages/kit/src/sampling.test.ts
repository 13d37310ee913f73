import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { Metrics } from "./metrics.ts";
import { quantileOf } from "./quantile.rules.ts";
import { RegistrySampler } from "./registrySampler.ts";
import { batchOf, sampleBatchShape, seriesKey, seriesOf } from "./samples.ts";
import type { Sample } from "./samples.ts";
import { Shipper } from "./shipper.ts";
import { ticking } from "./ticking.ts";

const told = (samples: readonly Sample[]) => new Map(samples.map(({ key, value }) => [key, value]));

test("counters are told per second and histograms as percentiles of the time since the last look", async () => {
  const metrics = new Metrics("lamp");
  const own = { service: "lamp", instance: "a" };
  const sampler = new RegistrySampler(metrics.registry, own, (name) => metrics.isShared(name));
  const switches = metrics.counter("switches_total", "Switched.", ["room"]);
  const asked = metrics.histogram("gateway_operation_seconds", "Answered.", ["outcome"], [0.1, 1, 10]);
  metrics.sharedGauge("redis_clients", "Clients.").set(4);
  switches.inc({ room: "hall" }, 100);
  for (let n = 0; n < 50; n += 1) asked.observe({ outcome: "ok" }, 5);
  await sampler.sample(10);

  switches.inc({ room: "hall" }, 20);
  for (let n = 0; n < 90; n += 1) asked.observe({ outcome: "ok" }, 0.05);
  // What callers did wrong is nothing that failed.
  for (let n = 0; n < 9; n += 1) asked.observe({ outcome: "refused" }, 0.05);
  asked.observe({ outcome: "failed" }, 5);
  const samples = told(await sampler.sample(10));
  expect(samples.get(seriesKey("switches_per_second", { ...own, room: "hall" }))).toBe(2);
  expect(samples.get(seriesKey("requests_per_second", own))).toBe(10);
  expect(samples.get(seriesKey("request_error_ratio", own))).toBe(0.01);
  expect(samples.get(seriesKey("request_seconds_p50", own))).toBeCloseTo(0.05, 2);
  // Not of the fifty slow ones before.
  expect(samples.get(seriesKey("request_seconds_p95", own))).toBeLessThan(0.1);
  expect(samples.get(seriesKey("redis_clients", {}))).toBe(4);

  const quiet = told(await sampler.sample(10));
  expect(quiet.get(seriesKey("requests_per_second", own))).toBe(0);
  expect(quiet.has(seriesKey("request_seconds_p50", own))).toBe(false);
  expect(quiet.has(seriesKey("request_error_ratio", own))).toBe(false);
});

test("looking at two thousand series keeps the event loop for less than what a request takes", async () => {
  const metrics = new Metrics("lamp");
  const gauge = metrics.gauge("brightness", "Bright.", ["lamp"]);
  for (let n = 0; n < 2_000; n += 1) gauge.set({ lamp: `lamp-${n}` }, n);
  const sampler = new RegistrySampler(metrics.registry, { service: "lamp", instance: "a" }, () => false);
  await sampler.sample(10);
  const took: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const before = process.cpuUsage();
    JSON.stringify(batchOf(0, await sampler.sample(10)));
    const { user, system } = process.cpuUsage(before);
    took.push((user + system) / 1_000);
  }
  expect(Math.min(...took)).toBeLessThan(50);
});

test("a percentile is interpolated within its bucket, and never made of nothing", () => {
  const buckets = [
    { upTo: 1, count: 50 },
    { upTo: 2, count: 100 },
    { upTo: Infinity, count: 100 },
  ];
  expect(quantileOf(0.5, buckets)).toBe(1);
  expect(quantileOf(0.75, buckets)).toBe(1.5);
  expect(
    quantileOf(0.99, [
      { upTo: 1, count: 0 },
      { upTo: Infinity, count: 9 },
    ]),
  ).toBe(1);
  expect(quantileOf(0.5, [{ upTo: 1, count: 0 }])).toBeNaN();
});

test("while nobody takes it in, it waits in order up to a bound, whoever measures is not held up, and what is lost is counted", async () => {
  let isThere = false;
  const sent: number[] = [];
  const lost: number[] = [];
  const shipper = new Shipper<number>({
    send: async (parcel) => {
      await sleep(0);
      if (!isThere) throw new Error("nobody there");
      sent.push(parcel);
    },
    onDropped: (parcel) => lost.push(parcel),
    parcelsMax: 3,
  });
  for (let n = 1; n <= 5; n += 1) {
    const startedAt = performance.now();
    shipper.put(n);
    expect(performance.now() - startedAt).toBeLessThan(50);
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as time does
    await shipper.flush();
  }
  expect(sent).toEqual([]);
  expect(lost).toEqual([1, 2]);

  isThere = true;
  shipper.put(6);
  await shipper.flush();
  expect(sent).toEqual([4, 5, 6]);
  expect(lost).toEqual([1, 2, 3]);
  expect(shipper.waitingCount).toBe(0);
});

test("a series has one name whatever the order of its labels, and columns fit each other or are refused", () => {
  expect(seriesKey("a", { x: "1", y: "2" })).toBe(seriesKey("a", { y: "2", x: "1" }));
  expect(seriesOf(seriesKey("a", { x: "1" }))).toEqual({ name: "a", labels: { x: "1" } });
  for (const bad of ["", "[]", '["a"]', '["", {}]', '["a", {"x": 1}]']) expect(seriesOf(bad), bad).toBeNull();
  const batch = batchOf(10, [{ key: "k", value: 1 }]);
  expect(sampleBatchShape.safeParse(batch).success).toBe(true);
  expect(sampleBatchShape.safeParse({ ...batch, values: [] }).success).toBe(false);
});

test("ticks are at multiples of the period by the clock", async () => {
  const at: number[] = [];
  const ticks = ticking(20, (moment) => at.push(moment));
  while (at.length < 3) await sleep(5);
  ticks.stop();
  expect(at.every((moment) => moment % 20 === 0)).toBe(true);
  expect(new Set(at).size).toBe(at.length);
});
