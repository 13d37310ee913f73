import type { Pool } from "pg";
import { Gauge } from "prom-client";
import type { Registry } from "prom-client";

interface Watched {
  database: string;
  pool: string;
  of: Pool;
}

/** How full the pools of a process are, told whenever somebody asks. */
export class PoolMetrics {
  private readonly watched: Watched[] = [];

  constructor(registry: Registry) {
    const labelNames = ["database", "pool"] as const;
    const each = (measure: (pool: Pool) => number) => {
      const { watched } = this;
      return function collect(this: Gauge<(typeof labelNames)[number]>) {
        for (const { database, pool, of } of watched) this.set({ database, pool }, measure(of));
      };
    };
    const registers = [registry];
    for (const made of [
      {
        name: "wegraph_pool_usage_ratio",
        help: "Share of a pool's connections that is at work.",
        collect: each((pool) => (pool.totalCount - pool.idleCount) / pool.options.max),
      },
      {
        name: "wegraph_pool_waiting",
        help: "How many wait for a connection.",
        collect: each((pool) => pool.waitingCount),
      },
    ])
      // oxlint-disable-next-line no-new -- it registers itself
      new Gauge({ ...made, labelNames, registers });
  }

  watch(database: string, pools: Readonly<Record<string, Pool>>): void {
    for (const [pool, of] of Object.entries(pools)) this.watched.push({ database, pool, of });
  }
}
