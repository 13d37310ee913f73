import { hostname } from "node:os";
import type { NatsConnection } from "@nats-io/transport-node";
import type { Health } from "./health.ts";
import { HostMetrics } from "./hostMetrics.ts";
import type { Logger } from "./log.ts";
import { MeasurementShipper } from "./measurementShipper.ts";
import { exportMetrics } from "./otlpMetrics.ts";
import type { Metrics } from "./metrics.ts";
import { RegistrySampler } from "./registrySampler.ts";
import { beatPeriodMs, samplePeriodMs } from "./samples.ts";
import type { Beat } from "./samples.ts";
import { ticking } from "./ticking.ts";
import { platformVersion } from "./version.ts";

const farewellWithinMs = 1_000;

export interface ObserveOptions {
  /** What kind of process this is: "wegraph", "gateway", "core", "wecom". */
  service: string;
  /**
   * Which one of its kind. It stays the same over restarts, so that a process that comes back is known again; two at
   * one time need two names. Unless given, the machine's.
   */
  instance?: string | undefined;
  /** Of an OpenTelemetry collector, which is told the same; unless given there is none. */
  otlpEndpoint?: string | undefined;
  connection: NatsConnection;
  metrics: Metrics;
  health: Health;
  log: Logger;
}

export interface Observation {
  /** Says that the process stops on purpose, so that nobody misses it. */
  stop(): Promise<void>;
}

/**
 * Measures this process and says that it is there, for as long as it lives. Nothing in it waits for core or NATS, or
 * fails with them: what cannot be sent is kept for a while, then dropped and counted.
 */
export function observeProcess(options: ObserveOptions): Observation {
  const { service, instance = hostname(), connection, metrics, health, log, otlpEndpoint } = options;
  const version = platformVersion();
  const startedAt = Math.round(performance.timeOrigin);
  const up = metrics.gauge("health_up", "Whether the process reaches what it needs: 1 yes, 0 no.", ["part"]);
  const shipper = new MeasurementShipper({ connection, metrics, log });
  const host = new HostMetrics(metrics);
  const exporting =
    otlpEndpoint === undefined
      ? undefined
      : exportMetrics({ service, instance, endpoint: otlpEndpoint, registry: metrics.registry });
  const sampler = new RegistrySampler(metrics.registry, { service, instance }, (name) =>
    metrics.isShared(name),
  );
  let lookedAt = performance.now();

  const sample = async (at: number) => {
    await host.look();
    const now = performance.now();
    const samples = await sampler.sample((now - lookedAt) / 1_000);
    lookedAt = now;
    shipper.samples(at, samples);
  };
  let lastSaid = "";
  /** @param isDue also when all is as it was said to be last. */
  const beat = async (at: number, { isDue = true, isLeaving = false } = {}) => {
    const { parts } = await health.report();
    for (const { name, ok } of parts) up.set({ part: name }, Number(ok));
    const said = parts.map(({ name, ok }) => `${name} ${ok}`).join("\n");
    if (!isDue && said === lastSaid) return;
    lastSaid = said;
    const told: Beat = { at, service, instance, version, startedAt, isLeaving, parts };
    shipper.beat(told);
  };

  const timers = [
    ticking(samplePeriodMs, (at) => sample(at).catch((err: unknown) => log.warn({ err }, "not measured"))),
    // What falls ill is told as soon as it is noticed, the rest every third time.
    ticking(samplePeriodMs, (at) =>
      beat(at, { isDue: at % beatPeriodMs === 0 }).catch((err: unknown) =>
        log.warn({ err }, "no sign of life"),
      ),
    ),
  ];
  // So that it is seen at once, not only after the first period.
  void beat(Date.now()).catch((err: unknown) => log.warn({ err }, "no sign of life"));

  return {
    async stop() {
      for (const timer of timers) timer.stop();
      host.stop();
      await exporting?.stop().catch((err: unknown) => log.warn({ err }, "last metrics not exported"));
      await beat(Date.now(), { isLeaving: true }).catch(() => undefined);
      await Promise.race([shipper.flush(), later(farewellWithinMs)]);
    },
  };
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
