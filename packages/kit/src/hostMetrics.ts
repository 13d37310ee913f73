import { statfs, readFile } from "node:fs/promises";
import { cpus, freemem, totalmem } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Metrics } from "./metrics.ts";

const resolutionMs = 10;

interface CpuTimes {
  busy: number;
  all: number;
}

/**
 * What a process uses and what its machine has left, as of the last look: `look` is called by the sampler, so that a
 * scrape in between neither shortens nor empties the window.
 */
export class HostMetrics {
  private readonly delay = monitorEventLoopDelay({ resolution: resolutionMs });
  private ownCpu = process.cpuUsage();
  private lookedAt = performance.now();
  private cpu = cpuTimes();
  private readonly gauges;

  constructor(metrics: Metrics) {
    this.gauges = {
      cpu: metrics.gauge("host_cpu_ratio", "Share of the machine's processors that was busy."),
      memory: metrics.gauge("host_memory_ratio", "Share of the machine's memory that is not available."),
      disk: metrics.gauge("host_disk_ratio", "Share of the disk that is in use, where the process works."),
      cores: metrics.gauge("process_cpu_cores", "Processors that the process kept busy."),
      rss: metrics.gauge("process_memory_bytes", "Resident memory of the process."),
      heap: metrics.gauge("process_heap_bytes", "Heap of JavaScript in use."),
      lagP50: metrics.gauge("event_loop_lag_seconds_p50", "By how much timers were late, median."),
      lagP99: metrics.gauge("event_loop_lag_seconds_p99", "By how much timers were late, 99th percentile."),
    };
    this.delay.enable();
  }

  async look(): Promise<void> {
    const { cpu, memory, disk, cores, rss, heap, lagP50, lagP99 } = this.gauges;
    const now = performance.now();
    const used = process.cpuUsage(this.ownCpu);
    cores.set((used.user + used.system) / 1_000 / Math.max(now - this.lookedAt, 1));
    this.ownCpu = process.cpuUsage();
    this.lookedAt = now;

    const times = cpuTimes();
    const all = times.all - this.cpu.all;
    if (all > 0) cpu.set((times.busy - this.cpu.busy) / all);
    this.cpu = times;

    const { rss: resident, heapUsed } = process.memoryUsage();
    rss.set(resident);
    heap.set(heapUsed);
    if (this.delay.count > 0) {
      lagP50.set(lateness(this.delay.percentile(50)));
      lagP99.set(lateness(this.delay.percentile(99)));
    }
    this.delay.reset();
    memory.set(1 - (await availableBytes()) / totalmem());
    const { bavail, bfree, blocks } = await statfs(process.cwd());
    // As `df` counts: of what this process could ever use.
    const usable = blocks - bfree + bavail;
    if (usable > 0) disk.set(1 - bavail / usable);
  }

  stop(): void {
    this.delay.disable();
  }
}

/** The histogram counts the whole distance between two timers, the one that was asked for included. */
function lateness(nanoseconds: number): number {
  return Math.max(nanoseconds / 1e9 - resolutionMs / 1_000, 0);
}

function cpuTimes(): CpuTimes {
  let busy = 0;
  let all = 0;
  for (const { times } of cpus()) {
    const total = times.user + times.nice + times.sys + times.idle + times.irq;
    all += total;
    busy += total - times.idle;
  }
  return { busy, all };
}

/** What could be had without swapping; elsewhere than on Linux what is free. */
async function availableBytes(): Promise<number> {
  const text = await readFile("/proc/meminfo", "utf8").catch(() => "");
  const [, kilobytes] = /^MemAvailable:\s+(\d+) kB/m.exec(text) ?? [];
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1_024;
}
