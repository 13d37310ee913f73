// What it costs to take in 5,000 measurements a second, from NATS to the table, beside a bare insert of the same rows by
// unnest; and how fast a month of one series is read.
//   npm run bench -- metrics [seconds]
import { openPools } from "@wegraph/database/open";
import { provision } from "@wegraph/database/provision";
import { openCore } from "@wegraph/core/subgraph";
import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { anonymous } from "@wegraph/kit/principal";
import { openRuntime } from "@wegraph/kit/runtime";
import { samplePeriodMs, samplesSubject, seriesKey } from "@wegraph/kit/samples";
import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import { servers } from "./config.ts";
import { cpuSeconds, endedChildrenSeconds, parentOf } from "./processUse.ts";

const seconds = Math.max(10, Number(process.argv[2] ?? 30));
const perSecond = 5_000;
/** As many processes as send within ten seconds, each with its own series. */
const batchSize = 500;
const senders = (perSecond * samplePeriodMs) / 1_000 / batchSize;
const rootSecret = "a secret that only this measurement sees";

const { databaseUrl } = servers();
const runtime = await openRuntime({ service: "bench", logLevel: "warn", rootSecret, ...servers() });
const core = await openCore(runtime, {
  webhooks: { trustedOrigins: [] },
  channels: { trustedOrigins: [], publicUrl: "http://localhost:4000" },
  files: { directory: "" },
});
const urls = await provision({ adminUrl: databaseUrl, database: "saas_unified_core", secret: rootSecret });
const { system: pool, ...pools } = openPools(urls, runtime.log, 4);
try {
  await core.setup.platform({
    name: "Bench",
    admin: {
      email: "bench@platform.example",
      displayName: "Bench",
      password: "correct horse battery staple",
    },
  });
  await core.start();
  const keys = Array.from({ length: senders }, (_, sender) =>
    Array.from({ length: batchSize }, (__, n) =>
      seriesKey(`measure_${n}`, { service: "bench", instance: `process-${sender}` }),
    ),
  );
  const columns = keys.map((own) => JSON.stringify(own));
  const first = Date.now();
  const momentOf = (round: number) =>
    Math.floor(first / samplePeriodMs) * samplePeriodMs - round * samplePeriodMs;
  const valuesOf = () => Array.from({ length: batchSize }, () => Math.round(Math.random() * 1e6) / 1e3);

  const send = async (sender: number, at: number) => {
    const data = `{"at":${at},"keys":${columns[sender]},"values":${JSON.stringify(valuesOf())}}`;
    const answer = await runtime.bus.connection.request(samplesSubject, data, { timeout: 10_000 });
    if (answer.string() !== "") throw new Error(answer.string());
  };
  // Every series is known before it counts, as it is ten seconds after a start.
  for (let sender = 0; sender < senders; sender += 1) await send(sender, momentOf(0));

  const measure = async (name: string, one: (sender: number, at: number) => Promise<unknown>) => {
    const before = await used();
    const startedAt = performance.now();
    let sent = 0;
    while (performance.now() - startedAt < seconds * 1_000) {
      const sender = sent % senders;
      const isDue = startedAt + (sent * batchSize * 1_000) / perSecond;
      if (isDue > performance.now()) await sleep(isDue - performance.now());
      await one(sender, momentOf(1 + Math.floor(sent / senders)));
      sent += 1;
    }
    const elapsed = (performance.now() - startedAt) / 1_000;
    const after = await used();
    const node = (after.node - before.node) / elapsed;
    const postgres = (after.postgres - before.postgres) / elapsed;
    const share = node + postgres;
    process.stdout.write(
      `${name}: ${Math.round((sent * batchSize) / elapsed)} samples/s, ${percent(share)} of one core ` +
        `(this process ${percent(node)}, PostgreSQL ${percent(postgres)})\n`,
    );
    return share;
  };

  const through = await measure("from NATS to the table, sender included", send);
  const { rows } = await pool.query<{ ids: number[] }>(
    "SELECT array_agg(id ORDER BY id) AS ids FROM saas_metric_series WHERE name LIKE 'measure_%'",
  );
  const ids = rows[0]?.ids ?? [];
  const bare = await measure("bare insert by unnest", (sender, at) =>
    pool.query(
      `INSERT INTO saas_system_metrics (series_id, at, value)
       SELECT g.id, $2::timestamptz, g.value FROM unnest($1::int[], $3::float8[]) AS g(id, value)`,
      // Of another hour, so that no row is there already.
      [ids.slice(sender * batchSize, (sender + 1) * batchSize), new Date(at - 6 * 3_600_000), valuesOf()],
    ),
  );
  process.stdout.write(`ratio to the bare insert: ${(through / bare).toFixed(2)}\n`);
  await readMonth(ids[0] ?? 0);
} finally {
  await pools.close();
  await core.stop();
  await runtime.close();
}

/** Thirty days of hours in the table, of every series that there is by now; then one of them is asked for. */
async function readMonth(seriesId: number): Promise<void> {
  await pool.query(
    `INSERT INTO saas_metric_rollups (series_id, resolution_sec, at, min, max, sum, last, count)
     SELECT s.id, 3600, date_trunc('hour', now()) - h * interval '1 hour', 1, 3, 720, 2, 360
       FROM saas_metric_series s, generate_series(0, 720) h WHERE s.id % 100 = $1::int % 100 ON CONFLICT DO NOTHING`,
    [seriesId],
  );
  const tenant = await pool.query<{ tenant_id: string; name: string; labels: Record<string, string> }>(
    "SELECT tenant_id, name, labels FROM saas_metric_series WHERE id = $1",
    [seriesId],
  );
  const [series] = tenant.rows;
  if (!series) throw new Error("There is no series.");
  const link = new LocalSubgraph(core.subgraph, runtime.log);
  const grants = [{ permission: "*:*", scope: "TENANT" as const }];
  const principal = { ...anonymous, kind: "USER" as const, id: v7(), tenantId: series.tenant_id, grants };
  const match = Object.entries(series.labels).map(([name, value]) => ({ name, value }));
  const took: number[] = [];
  for (let round = 0; round < 50; round += 1) {
    const to = new Date();
    const from = new Date(to.getTime() - 30 * 86_400_000);
    const startedAt = performance.now();
    const { errors } = await link.execute({
      query: `query ($input: MetricsInput!) { metrics(input: $input) { stepSeconds series { points { at min max average } } } }`,
      variables: { input: { names: [series.name], match, from, to, maxPoints: 1_000 } },
      principal,
      correlationId: v7(),
    });
    if (errors) throw new Error(JSON.stringify(errors));
    took.push(performance.now() - startedAt);
  }
  const sorted = took.toSorted((a, b) => a - b);
  process.stdout.write(
    `30 days of one series: ${Math.round(sorted[25] ?? 0)} ms median, ${Math.round(sorted[48] ?? 0)} ms at the 98th percentile\n`,
  );
}

async function used(): Promise<{ node: number; postgres: number }> {
  const { rows } = await pool.query<{ pid: number }>("SELECT pid FROM pg_stat_activity");
  const { user, system } = process.cpuUsage();
  const alive = rows.map(({ pid }) => cpuSeconds(pid)).filter(Number.isFinite);
  const [first] = rows;
  // A backend that ended is counted by its parent.
  const ended = first ? endedChildrenSeconds(parentOf(first.pid)) : 0;
  const postgres = alive.reduce((sum, one) => sum + one, ended);
  return { node: (user + system) / 1e6, postgres };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
