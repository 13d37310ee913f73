// One feed, many subscribers: how many deliveries a second one gateway process carries, how late they are, and what a
// delivery and an idle subscriber cost; beside the floor, a bare `ws` server that sends the same bytes to as many.
//   npm run bench -- fanout [subscribers]
import { setTimeout as sleep } from "node:timers/promises";
import { Child } from "./fanout/child.ts";
import { openFloor, openHive, openOurs } from "./fanout/targets.ts";
import type { Target } from "./fanout/targets.ts";
import { cpuSeconds, residentBytes } from "./processUse.ts";

const subscribers = Number(process.argv[2] ?? 10_000);
const rates = [1, 5, 8, 10, 12, 15, 20, 30, 40];
const warmUpMs = 1_500;
const measureMs = 8_000;
/** From here on a target is behind and only falls back further. */
const lateMs = 1_000;
const leastShare = 0.97;

interface Step {
  readonly eventsPerSecond: number;
  /** Events a second that there really were: a sender that is busy sending is late with the next. */
  readonly sentPerSecond: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Of one core, 1 = all of it. */
  readonly cpu: number;
  readonly cpuMicrosPerDelivery: number;
  readonly isLevel: boolean;
}

interface Result {
  readonly name: string;
  readonly subscribers: number;
  readonly bytesEach: number;
  readonly steps: readonly Step[];
  readonly sample: string;
}

interface Taken {
  delivered: number;
  lost: number;
  latencies: number[];
  sample: string;
}

async function measure(target: Target, count: number): Promise<Result> {
  const crowd = await Child.start("subscribers.main.ts");
  try {
    const before = residentBytes(target.pid);
    await crowd.ask("open", { url: target.url, count });
    await sleep(3_000);
    const bytesEach = (residentBytes(target.pid) - before) / count;
    const steps: Step[] = [];
    let sample = "";
    for (const rate of rates) {
      const { step, text } = await stepAt(target, crowd, rate, count);
      steps.push(step);
      sample = text;
      if (!step.isLevel || step.p99 > lateMs) break;
    }
    await target.rate(0);
    return { name: target.name, subscribers: count, bytesEach, steps, sample };
  } finally {
    await crowd.stop();
  }
}

async function measureOnce(target: Target, count: number): Promise<Result> {
  try {
    return await measure(target, count);
  } finally {
    await target.stop();
  }
}

async function stepAt(target: Target, crowd: Child, eventsPerSecond: number, count: number) {
  await target.rate(eventsPerSecond);
  await sleep(warmUpMs);
  await target.rate(eventsPerSecond);
  await crowd.ask<Taken>("take");
  const startedAt = performance.now();
  const cpuBefore = cpuSeconds(target.pid);
  await sleep(measureMs);
  const { delivered, lost, latencies, sample } = await crowd.ask<Taken>("take");
  const seconds = (performance.now() - startedAt) / 1_000;
  const cpu = cpuSeconds(target.pid) - cpuBefore;
  const sent = await target.rate(eventsPerSecond);
  if (lost > 0) throw new Error(`${target.name} lost ${lost} connections at ${eventsPerSecond} events/s.`);
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  const step: Step = {
    eventsPerSecond,
    sentPerSecond: sent / seconds,
    perSecond: delivered / seconds,
    p50: at(0.5),
    p99: at(0.99),
    cpu: cpu / seconds,
    cpuMicrosPerDelivery: (cpu * 1e6) / delivered,
    isLevel:
      sent >= leastShare * (eventsPerSecond * seconds - 1) && delivered >= leastShare * (sent - 1) * count,
  };
  return { step, text: sample };
}

function print({ name, subscribers: count, bytesEach, steps }: Result): void {
  console.log(`\n${name}: ${count} subscribers, ${(bytesEach / 1_024).toFixed(1)} kB each while idle`);
  console.table(
    steps.map((step) => ({
      "events/s": step.eventsPerSecond,
      "sent/s": step.sentPerSecond.toFixed(1),
      "delivered/s": Math.round(step.perSecond),
      "p50 ms": Math.round(step.p50),
      "p99 ms": Math.round(step.p99),
      "of a core": step.cpu.toFixed(2),
      "cpu µs each": step.cpuMicrosPerDelivery.toFixed(1),
      level: step.isLevel ? "yes" : "falls behind",
    })),
  );
}

/** The steps that both kept up with, at the highest rate. */
function compare(ours: Result, floor: Result): void {
  const shared = ours.steps.flatMap((step) => {
    const other = floor.steps.find(({ eventsPerSecond }) => eventsPerSecond === step.eventsPerSecond);
    return step.isLevel && other?.isLevel ? [{ step, other }] : [];
  });
  const ratios = shared.map(({ step, other }) => step.cpuMicrosPerDelivery / other.cpuMicrosPerDelivery);
  ratios.sort((a, b) => a - b);
  const ratio = ratios[Math.floor(ratios.length / 2)] ?? Number.NaN;
  const level = ours.steps.filter(({ isLevel }) => isLevel);
  const most = Math.max(...level.map(({ perSecond }) => perSecond));
  const inTime = level.filter(({ p99 }) => p99 <= 250).map(({ perSecond }) => perSecond);
  console.log(`
processor time of a delivery beside the floor: ${ratio.toFixed(2)} × (target ≤ 1.5)
most delivered while level: ${Math.round(most)}/s; with p99 ≤ 250 ms: ${Math.round(Math.max(0, ...inTime))}/s (target ≥ 50,000)
an idle subscriber: ${(ours.bytesEach / 1_024).toFixed(1)} kB (target < 20; the bare server: ${(floor.bytesEach / 1_024).toFixed(1)})`);
}

const ours = await openOurs();
const oursMeasured = await measureOnce(ours, subscribers);
print(oursMeasured);

const floor = await openFloor(oursMeasured.sample);
const floorMeasured = await measureOnce(floor, subscribers);
print(floorMeasured);
compare(oursMeasured, floorMeasured);

for (const count of [500, 2_000, 5_000].filter((each) => each <= subscribers)) {
  const hive = await openHive();
  const measured = await measureOnce(hive, count);
  print(measured);
  if (!measured.steps[0]?.isLevel) break;
}
process.exit(0);
