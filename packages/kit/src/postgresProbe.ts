import type { Pool } from "pg";
import type { Lease } from "./lease.ts";
import type { Metrics } from "./metrics.ts";
import { samplePeriodMs } from "./samples.ts";
import { ticking } from "./ticking.ts";

/** Before the moment of the samples, so that they have what was found. */
export const probeAheadMs = 2_000;

interface Activity {
  connections: number;
  connections_max: number;
  slow: number;
  size: string;
  commits: string;
  blocks_hit: string;
  blocks_read: string;
}

const activitySql = `
  SELECT d.numbackends AS connections, current_setting('max_connections')::int AS connections_max,
         (SELECT count(*)::int FROM pg_stat_activity a WHERE a.datname = d.datname AND a.state = 'active'
            AND a.pid <> pg_backend_pid() AND a.query_start < now() - interval '1 second'
            AND a.backend_type = 'client backend' AND a.wait_event_type IS DISTINCT FROM 'Client') AS slow,
         pg_database_size(d.datname) AS size, d.xact_commit + d.xact_rollback AS commits,
         d.blks_hit AS blocks_hit, d.blks_read AS blocks_read
    FROM pg_stat_database d WHERE d.datname = current_database()`;

const replicasSql = `
  SELECT coalesce(nullif(application_name, ''), client_addr::text, pid::text) AS replica,
         coalesce(extract(epoch FROM replay_lag), 0)::float8 AS lag
    FROM pg_stat_replication WHERE state = 'streaming'`;

/** Gauges of a process's databases; those that share a process share them. */
function gaugesIn(metrics: Metrics) {
  const labels = ["database"] as const;
  return {
    connections: metrics.sharedGauge("postgres_connections", "Connections to a database.", labels),
    ratio: metrics.sharedGauge("postgres_connection_ratio", "The same, of all the server allows.", labels),
    slow: metrics.sharedGauge(
      "postgres_slow_queries",
      "Statements that have been running for more than a second.",
      labels,
    ),
    bytes: metrics.sharedGauge("postgres_database_bytes", "Size of a database.", labels),
    rate: metrics.sharedGauge("postgres_transactions_per_second", "Transactions ended.", labels),
    hits: metrics.sharedGauge("postgres_cache_hit_ratio", "Blocks that were in the server's cache.", labels),
    lag: metrics.sharedGauge("postgres_replication_lag_seconds", "How far a replica is behind.", [
      "database",
      "replica",
    ] as const),
  };
}

const gaugesOf = new WeakMap<Metrics, ReturnType<typeof gaugesIn>>();

/** Asks a domain's server how it is, in one process at a time. */
export class PostgresProbe {
  private readonly gauges;
  private before: { at: number; activity: Activity } | undefined;
  private ticker: { stop(): void } | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    metrics: Metrics,
    private readonly pool: Pool,
    private readonly lease: Lease,
    private readonly database: string,
  ) {
    this.gauges = gaugesOf.get(metrics) ?? gaugesIn(metrics);
    gaugesOf.set(metrics, this.gauges);
  }

  start(): void {
    const look = () => {
      // A server that cannot be asked is told by its health; its figures end.
      this.running = this.look().catch(() => this.forget());
    };
    this.ticker = ticking(samplePeriodMs, look, -probeAheadMs);
  }

  async stop(): Promise<void> {
    this.ticker?.stop();
    await this.running;
    this.forget();
    await this.lease.release();
  }

  async look(): Promise<void> {
    if (!(await this.lease.holds())) return this.forget();
    const { rows } = await this.pool.query<Activity>(activitySql);
    const replicas = await this.pool.query<{ replica: string; lag: number }>(replicasSql);
    const [activity] = rows;
    if (!activity) return;
    const { connections, ratio, slow, bytes, lag } = this.gauges;
    const labels = { database: this.database };
    connections.set(labels, activity.connections);
    ratio.set(labels, activity.connections / activity.connections_max);
    slow.set(labels, activity.slow);
    bytes.set(labels, Number(activity.size));
    for (const one of replicas.rows) lag.set({ ...labels, replica: one.replica }, one.lag);
    this.compare(activity);
  }

  private compare(activity: Activity): void {
    const at = performance.now();
    const { before } = this;
    this.before = { at, activity };
    if (!before) return;
    const since = (column: "commits" | "blocks_hit" | "blocks_read") =>
      Number(activity[column]) - Number(before.activity[column]);
    const labels = { database: this.database };
    this.gauges.rate.set(labels, Math.max(since("commits"), 0) / ((at - before.at) / 1_000));
    const blocks = since("blocks_hit") + since("blocks_read");
    // Nothing was read: nothing follows.
    if (blocks > 0) this.gauges.hits.set(labels, since("blocks_hit") / blocks);
    else this.gauges.hits.remove(labels);
  }

  /** Another process tells now, or nobody can. */
  private forget(): void {
    const labels = { database: this.database };
    const { lag, ...own } = this.gauges;
    for (const gauge of Object.values(own)) gauge.remove(labels);
    lag.reset();
    this.before = undefined;
  }
}
