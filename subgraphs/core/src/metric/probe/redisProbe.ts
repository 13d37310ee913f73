import type { Metrics } from "@wegraph/kit/metrics";
import type { Runtime } from "@wegraph/kit/runtime";
import { infoNumbers } from "./redisInfo.rules.ts";

/** Asks Redis how it is. */
export class RedisProbe {
  private readonly gauges;
  private before: { hits: number; misses: number } | undefined;

  constructor(
    metrics: Metrics,
    private readonly redis: Pick<Runtime["redis"], "info">,
  ) {
    this.gauges = {
      memory: metrics.sharedGauge("redis_memory_bytes", "Memory that Redis uses for data."),
      ratio: metrics.sharedGauge("redis_memory_ratio", "The same, of the limit that it has."),
      hits: metrics.sharedGauge("redis_hit_ratio", "Look-ups that found something."),
      clients: metrics.sharedGauge("redis_clients", "Connections to Redis."),
    };
  }

  async look(): Promise<void> {
    const numbers = infoNumbers(await this.redis.info());
    const { used_memory: used, maxmemory: limit, connected_clients: clients } = numbers;
    const { keyspace_hits: hits = 0, keyspace_misses: misses = 0 } = numbers;
    if (used !== undefined) this.gauges.memory.set(used);
    // 0: without a limit.
    if (used !== undefined && limit) this.gauges.ratio.set(used / limit);
    if (clients !== undefined) this.gauges.clients.set(clients);
    const asked = this.before ? hits + misses - this.before.hits - this.before.misses : 0;
    if (this.before && asked > 0) this.gauges.hits.set((hits - this.before.hits) / asked);
    else this.gauges.hits.remove({});
    this.before = { hits, misses };
  }

  forget(): void {
    for (const gauge of Object.values(this.gauges)) gauge.remove({});
    this.before = undefined;
  }
}
