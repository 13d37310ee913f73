import type { Bus } from "@wegraph/kit/bus";
import { Lease } from "@wegraph/kit/lease";
import type { Logger } from "@wegraph/kit/log";
import { takeIn } from "@wegraph/kit/parcels";
import { PostgresProbe } from "@wegraph/kit/postgresProbe";
import type { Runtime } from "@wegraph/kit/runtime";
import { sampleBatchShape, samplesSubject } from "@wegraph/kit/samples";
import { domain } from "../database.ts";
import type { CoreDatabase } from "../database.ts";
import { SampleIntake } from "./ingest/sampleIntake.ts";
import { SeriesDirectory } from "./ingest/seriesDirectory.ts";
import { MetricHub } from "./live/metricHub.ts";
import { metricJobs } from "./metric.jobs.ts";
import { metricPurpose } from "./metric.purpose.ts";
import { PlatformTenant } from "./platformTenant.ts";
import { NatsProbe } from "./probe/natsProbe.ts";
import { RedisProbe } from "./probe/redisProbe.ts";
import { ServerProbes } from "./probe/serverProbes.ts";
import { RangeReader } from "./reading/rangeReader.ts";
import { StoredMetricReader } from "./reading/storedMetricReader.ts";
import { Rollup } from "./rollup/rollup.ts";
import { RollupMarks } from "./rollup/rollupMarks.ts";

type Pool = ConstructorParameters<typeof Lease>[0];

export interface MetricOptions {
  db: CoreDatabase;
  bus: Pick<Bus, "connection">;
  clock: () => Date;
  log: Logger;
}

export interface MetricServers {
  /** Of the system login. */
  pool: Pool;
  bus: Bus;
  redis: Runtime["redis"];
  metrics: Runtime["metrics"];
}

/** Takes in what processes measure, stores it and gives it out. */
export function assembleMetrics({ db, bus, clock, log }: MetricOptions) {
  const platform = new PlatformTenant(db);
  const series = new SeriesDirectory(db, clock);
  const marks = new RollupMarks(db);
  const intake = new SampleIntake(db, series, platform, marks, clock);
  const rollup = new Rollup(db, clock);
  let running: { stop(): Promise<void> } | undefined;

  return {
    platform,
    intake,
    rollup,
    /** For parts of the platform: of whichever tenant. */
    reader: new StoredMetricReader(() => db.system(metricPurpose), platform, clock),
    /** For callers: of their own tenant. */
    tenantReader: new StoredMetricReader(() => db.tenant, platform, clock),
    ranges: new RangeReader(
      () => db.tenant,
      () => db.system(metricPurpose),
      clock,
    ),
    hub: new MetricHub(bus, platform),
    jobs: metricJobs({ db, rollup, series, clock }),

    start(servers: MetricServers): void {
      const { pool, metrics } = servers;
      const probes = new ServerProbes(new Lease(pool, "server-probes"), [
        new RedisProbe(metrics, servers.redis),
        new NatsProbe(metrics, servers.bus, clock),
      ]);
      const postgres = new PostgresProbe(metrics, pool, new Lease(pool, "postgres-probe"), domain);
      const taking = takeIn(
        servers.bus.connection,
        { subject: samplesSubject, shape: sampleBatchShape, take: (batch) => intake.take(batch) },
        log,
      );
      probes.start();
      postgres.start();
      running = {
        async stop() {
          taking.stop();
          await Promise.all([probes.stop(), postgres.stop()]);
        },
      };
    },
    async stop(): Promise<void> {
      await running?.stop();
      running = undefined;
    },
  };
}
