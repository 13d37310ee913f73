import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import { PoolMetrics } from "./poolMetrics.ts";

/** Prometheus metrics of one process. A part adds its own through `registry`. */
export class Metrics {
  readonly registry = new Registry();

  readonly systemScope = new Counter({
    name: "wegraph_system_scope_total",
    help: "Uses of the cross-tenant database scope, by purpose.",
    labelNames: ["purpose"],
    registers: [this.registry],
  });

  readonly samplesDropped = new Counter({
    name: "wegraph_samples_dropped_total",
    help: "Measurements that could not be sent in time.",
    registers: [this.registry],
  });

  readonly pools = new PoolMetrics(this.registry);
  private readonly shared = new Set<string>();

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 10 });
  }

  counter<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Counter<Label> {
    return new Counter({ name: `wegraph_${name}`, help, labelNames, registers: [this.registry] });
  }

  gauge<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Gauge<Label> {
    return new Gauge({ name: `wegraph_${name}`, help, labelNames, registers: [this.registry] });
  }

  /** Of something that no process owns, as a database server: whoever looked, it is the same series. */
  sharedGauge<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
  ): Gauge<Label> {
    this.shared.add(name);
    return this.gauge(name, help, labelNames);
  }

  /** @param name without the prefix. */
  isShared(name: string): boolean {
    return this.shared.has(name);
  }

  /** @param name ends in its unit: "_seconds", "_bytes". */
  histogram<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[] = [],
    buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  ): Histogram<Label> {
    return new Histogram({ name: `wegraph_${name}`, help, labelNames, buckets, registers: [this.registry] });
  }
}
