import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@nats-io/transport-node";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { Health } from "./health.ts";
import { createLogger } from "./log.ts";
import { Metrics } from "./metrics.ts";
import { observeOverNats } from "./observeOverNats.ts";
import { observeProcess } from "./observeProcess.ts";
import { takeIn } from "./parcels.ts";
import { beatShape, beatSubject, sampleBatchShape, samplesSubject, seriesOf } from "./samples.ts";
import type { Beat, SampleBatch } from "./samples.ts";

const { NATS_URL: natsUrl } = z.object({ NATS_URL: z.string() }).parse(process.env);
const log = createLogger("observing-test", "silent");

test("a process whose core is not there goes on as before, and tells core all of it once core is there", async () => {
  const connection = await connect({ servers: natsUrl });
  const metrics = new Metrics("lamp");
  const health = new Health();
  health.register("socket", () => Promise.resolve());
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", onUnhandled);
  const service = `lamp-${process.pid}`;
  const observation = observeProcess({ service, instance: "a", connection, metrics, health, log });
  // Nobody takes anything in: the first word is refused at once, and waits.
  await connection.flush();
  await sleep(200);
  expect(unhandled).toEqual([]);

  const beats: Beat[] = [];
  const batches: SampleBatch[] = [];
  const core = await connect({ servers: natsUrl });
  const ours = (batch: SampleBatch) => batch.keys.some((key) => seriesOf(key)?.labels["service"] === service);
  const intakes = [
    takeIn(
      core,
      {
        subject: beatSubject,
        shape: beatShape,
        take: async (beat) => void (beat.service === service && beats.push(beat)),
      },
      log,
    ),
    takeIn(
      core,
      {
        subject: samplesSubject,
        shape: sampleBatchShape,
        take: async (batch) => void (ours(batch) && batches.push(batch)),
      },
      log,
    ),
  ];
  await core.flush();
  // With the next sample, ten seconds on at most, what waits goes along.
  await vi.waitFor(() => expect(batches.length).toBeGreaterThan(0), { timeout: 14_000, interval: 100 });
  expect(beats[0]).toMatchObject({
    service,
    instance: "a",
    isLeaving: false,
    parts: [{ name: "socket", ok: true }],
  });
  expect(batches[0]?.at).toSatisfy((at: number) => at % 10_000 === 0);
  const names = new Set(batches[0]?.keys.map((key) => seriesOf(key)?.name));
  for (const name of [
    "host_cpu_ratio",
    "process_memory_bytes",
    "event_loop_lag_seconds_p99",
    "host_disk_ratio",
  ])
    expect(names, name).toContain(name);

  await observation.stop();
  await vi.waitFor(() => expect(beats.at(-1)).toMatchObject({ isLeaving: true }), { timeout: 3_000 });
  process.off("unhandledRejection", onUnhandled);
  for (const intake of intakes) intake.stop();
  await Promise.all([core.close(), connection.close()]);
});

test("a process without NATS starts, works and stops all the same", async () => {
  const startedAt = performance.now();
  const observation = observeOverNats("nats://127.0.0.1:9", {
    service: "lamp",
    metrics: new Metrics("lamp"),
    health: new Health(),
    log,
  });
  await sleep(50);
  await observation.stop();
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
