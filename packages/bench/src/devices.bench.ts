// Devices: how many readings a second the platform takes, stores and evaluates with the rules it ships, and how long it takes from
// the request that brings a bad one until the alert is at somebody's board. The platform runs in one process as `npm start`
// runs it, gateway and database that waits for its disk included; this one is a ward full of monitors.
// With the last number somebody's board is cut off for so many seconds, and comes back with its cursor: what did it miss?
//   npm run bench -- devices [readings a second] [seconds] [patients] [seconds away]
import pg from "pg";
import { startWegraph } from "@wegraph/app/testing/wegraph";
import { DeviceSender } from "@wegraph/simulators/devices/deviceSender";
import { alertEvents, AwayBoard } from "./devices/awayBoard.ts";
import { openBoard } from "./devices/board.ts";
import { measureFloor } from "./devices/floor.ts";
import { alarming, measured, openWard, readingsOfMonitor } from "./devices/ward.ts";
import type { Bed } from "./devices/ward.ts";
import { cpuSeconds } from "./processUse.ts";

const rate = Math.max(10, Number(process.argv[2] ?? 2_000));
const seconds = Math.max(5, Number(process.argv[3] ?? 30));
const patients = Math.max(50, Number(process.argv[4] ?? 300));
const awaySeconds = Math.max(0, Number(process.argv[5] ?? 0));
const connections = 64;
const bundledTimes = 30;

const triesMax = 5;
const isLater: ReadonlySet<number> = new Set([503, 504]);
let sentAgain = 0;

interface Answer {
  accepted: number;
  duplicates: number;
  rejected: unknown[];
}

interface Counted {
  accepted: number;
  refused: number;
  latencies: number[];
}

const wegraph = await startWegraph({
  demo: false,
  durable: true,
  // All of the ward calls from one machine here.
  env: { GATEWAY_SETTINGS: JSON.stringify({ rates: { webhook: 600_000 } }) },
});
try {
  const floor = await measureFloor(wegraph.databaseUrl, 100_000);
  const { client, beds } = await openWard(wegraph.url, patients);
  const sender = new DeviceSender(wegraph.url, connections);
  const board = await openBoard(wegraph.url, client.accessToken ?? "");

  const total = { accepted: 0, refused: 0 };
  const add = ({ accepted, refused }: Counted) => {
    total.accepted += accepted;
    total.refused += refused;
  };
  // Warms the compiler, connections and caches; and every patient is known to be well.
  add(await closedLoop(sender, beds, 5, 1));

  const cpuBefore = cpuSeconds(wegraph.app.pid);
  const { counted, sentAt } = await paced(sender, beds, seconds, true);
  add(counted);
  const cpu = cpuSeconds(wegraph.app.pid) - cpuBefore;
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  say(
    `${rate} readings/s for ${seconds} s, ${readingsOfMonitor} in a request: ${counted.accepted} stored and evaluated, ${counted.refused} refused; answered within ${times(counted.latencies)}`,
  );
  say(
    `the platform's process used ${((cpu * 1_000_000) / counted.accepted).toFixed(0)} µs of a core for each reading`,
  );
  const toBoard = [...sentAt].map(([patientId, at]) => (board.heardAt.get(patientId) ?? Number.NaN) - at);
  const missed = toBoard.filter((ms) => Number.isNaN(ms)).length;
  say(
    `from the request to the alert at a subscriber, ${toBoard.length} alerts: ${times(toBoard.filter((ms) => !Number.isNaN(ms)))}; ${missed} missed`,
  );

  for (const [name, perRequest] of [
    ["one measurement in a request", 1],
    ["bundles of thirty", bundledTimes],
  ] as const) {
    const loop = await closedLoop(sender, beds, Math.max(5, seconds / 3), perRequest);
    add(loop);
    say(
      `as fast as ${connections} connections go, ${name}: ${Math.round(loop.perSecond)} readings/s, answered within ${times(loop.latencies)}; ${(loop.perSecond / floor).toFixed(3)} of the floor`,
    );
  }
  say(`floor, the same rows in bare inserts of a thousand: ${Math.round(floor)}/s`);
  const stored = await count(wegraph.databaseUrl);
  say(
    `accepted ${total.accepted}, in the database ${stored}: ${stored === total.accepted ? "none lost" : "WRONG"}; ${sentAgain} requests sent again`,
  );
  await board.close();
  const isWhole = awaySeconds === 0 || (await whoeverWasAway(sender, beds, client.accessToken ?? ""));
  await sender.close();
  if (stored !== total.accepted || missed > 0 || !isWhole) process.exitCode = 1;
} finally {
  await wegraph.stop();
}

/** As devices do: what was not taken in time is sent again. What was taken after all is a duplicate then. */
async function send(sender: DeviceSender, bed: Bed, message: object, counted: Counted): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const { status, body } = await sender.send(bed, message);
    if (isLater.has(status) && tries < triesMax) {
      sentAgain += 1;
      continue;
    }
    if (status !== 202) throw new Error(`answered ${status}: ${body}`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own answer
    const { accepted, duplicates, rejected } = JSON.parse(body) as Answer;
    counted.accepted += accepted + (tries > 1 ? duplicates : 0);
    counted.refused += rejected.length;
    return;
  }
}

/**
 * So many a second whatever the answers do; latency counts from when a message was due. Five times a second a patient who was well
 * is not.
 */
async function paced(
  sender: DeviceSender,
  ward: readonly Bed[],
  forSeconds: number,
  isOnceEach: boolean,
): Promise<{ counted: Counted; sentAt: Map<string, number> }> {
  const counted: Counted = { accepted: 0, refused: 0, latencies: [] };
  const sentAt = new Map<string, number>();
  const perSecond = rate / readingsOfMonitor;
  const messages = Math.round(perSecond * forSeconds);
  const alarmEvery = Math.max(1, Math.round(perSecond / 5));
  const startedAt = performance.now();
  const running: Promise<void>[] = [];
  for (let nth = 0; nth < messages; nth += 1) {
    const bed = ward[nth % ward.length];
    if (!bed) break;
    const dueAt = startedAt + (nth * 1_000) / perSecond;
    const early = dueAt - performance.now();
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
    const isAlarming = nth % alarmEvery === 0 && !(isOnceEach && sentAt.has(bed.patientId));
    if (isAlarming) sentAt.set(bed.patientId, performance.now());
    const message = isAlarming ? alarming(bed) : measured(bed);
    running.push(
      send(sender, bed, message, counted).then(() => void counted.latencies.push(performance.now() - dueAt)),
    );
  }
  await Promise.all(running);
  return { counted, sentAt };
}

/** Somebody's line is cut while alerts are raised and end, and whoever it is comes back. Returns whether nothing was lost. */
async function whoeverWasAway(sender: DeviceSender, ward: readonly Bed[], token: string): Promise<boolean> {
  const board = new AwayBoard(wegraph.url, token);
  board.come();
  const here = async (isThere: () => boolean, patienceMs: number) => {
    for (const until = performance.now() + patienceMs; !isThere() && performance.now() < until;)
      await new Promise((resolve) => setTimeout(resolve, 100));
  };
  const ignored: Counted = { accepted: 0, refused: 0, latencies: [] };
  for (const bed of ward.slice(0, 5)) await send(sender, bed, alarming(bed), ignored);
  await here(() => board.hasEvent, 30_000);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  board.go();
  await paced(sender, ward, awaySeconds, false);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const all = await alertEvents(wegraph.databaseUrl);
  const cameAt = performance.now();
  board.come();
  await here(() => board.tally(all).missed === 0, 60_000);
  const took = performance.now() - cameAt;
  const { raised, told, missed, doubled, outOfOrder } = board.tally(all);
  await board.close();
  say(
    `away for ${awaySeconds} s, ${raised} alerts raised and ${told} events in all: back in place after ${took.toFixed(0)} ms; ${missed} missed, ${doubled} doubled, ${outOfOrder} out of order`,
  );
  return missed + doubled + outOfOrder === 0;
}

async function closedLoop(
  sender: DeviceSender,
  ward: readonly Bed[],
  forSeconds: number,
  perRequest: number,
): Promise<Counted & { perSecond: number }> {
  const counted: Counted = { accepted: 0, refused: 0, latencies: [] };
  const startedAt = performance.now();
  let next = 0;
  const work = async (): Promise<void> => {
    while (performance.now() - startedAt < forSeconds * 1_000) {
      const bed = ward[next++ % ward.length];
      if (!bed) return;
      const at = performance.now();
      await send(sender, bed, measured(bed, perRequest), counted);
      counted.latencies.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: connections }, () => work()));
  return { ...counted, perSecond: (counted.accepted * 1_000) / (performance.now() - startedAt) };
}

async function count(databaseUrl: string): Promise<number> {
  const database = new pg.Client({ connectionString: new URL("/health_management", databaseUrl).href });
  await database.connect();
  try {
    const { rows } = await database.query<{ stored: number }>(
      "SELECT count(*)::int AS stored FROM health_vital_signs WHERE source = 'DEVICE'",
    );
    return rows[0]?.stored ?? 0;
  } finally {
    await database.end();
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function times(latencies: readonly number[]): string {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => `${(sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1)} ms`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}`;
}
