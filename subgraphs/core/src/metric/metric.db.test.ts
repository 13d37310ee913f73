import { afterAll, beforeAll, expect, test } from "vitest";
import { Lease } from "@wegraph/kit/lease";
import { createLogger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import { takeIn } from "@wegraph/kit/parcels";
import { PostgresProbe } from "@wegraph/kit/postgresProbe";
import { openRuntime } from "@wegraph/kit/runtime";
import { sampleBatchShape, samplesSubject, seriesKey } from "@wegraph/kit/samples";
import { isStream } from "@wegraph/kit/subgraph";
import { testServers } from "@wegraph/kit/testing/servers.config";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";
import { NatsProbe } from "./probe/natsProbe.ts";
import { RedisProbe } from "./probe/redisProbe.ts";
import { ServerProbes } from "./probe/serverProbes.ts";

let core: TestCore;
let root: Person;
let home: Person;
let other: Person;

beforeAll(async () => {
  core = await openTestCore();
  ({ admin: root } = await core.given.platform());
  ({ admin: home } = await core.given.tenant("home"));
  ({ admin: other } = await core.given.tenant("other"));
});
afterAll(() => core?.close());

const tenSeconds = 10_000;
const minute = 60_000;
const hour = 60 * minute;
const floor = (ms: number, to: number) => Math.floor(ms / to) * to;

/** Ten-second samples of one series, one for each value, from `from` on. */
async function measured(from: number, values: readonly number[], key: string, tenantId?: string) {
  await Promise.all(
    values.map((value, index) =>
      core.parts.metrics.intake.take({
        at: from + index * tenSeconds,
        keys: [key],
        values: [value],
        ...(tenantId !== undefined && { tenantIds: [tenantId] }),
      }),
    ),
  );
}

interface Range {
  resolution: string;
  stepSeconds: number;
  seriesCount: number;
  series: {
    name: string;
    unit: string;
    labels: { name: string; value: string }[];
    points: { at: string; average: number; min: number; max: number; last: number; count: number }[];
  }[];
}

async function ask(person: Person, input: object): Promise<Range> {
  const { data, errors } = await core.execute(
    `query ($input: MetricsInput!) { metrics(input: $input) { resolution stepSeconds seriesCount series {
      name unit labels { name value } points { at average min max last count } } } }`,
    { input },
    person.principal,
  );
  expect(errors).toBeUndefined();
  return (data as { metrics: Range }).metrics;
}

test("a tenant reads its own business and nobody else's; the platform's own series only its tenant", async () => {
  const from = floor(core.clock().getTime() - minute, tenSeconds);
  await measured(from, [0.5, 0.75], seriesKey("account_online_ratio", {}), home.principal.tenantId);
  await measured(from, [7], seriesKey("account_online_ratio", {}), other.principal.tenantId);
  await measured(from, [0.9], seriesKey("host_cpu_ratio", { service: "wegraph", instance: "a" }));
  const range = { from: new Date(from), to: core.clock() };
  const both = { ...range, names: ["account_online_ratio", "host_cpu_ratio"] };

  const own = await ask(home, both);
  expect(own.series.map(({ name, points }) => [name, points.map(({ last }) => last)])).toEqual([
    ["account_online_ratio", [0.5, 0.75]],
  ]);
  expect(own.series[0]?.unit).toBe("RATIO");
  const platform = await ask(root, both);
  expect(platform.series.map(({ name }) => name)).toEqual(["host_cpu_ratio"]);

  const names = "{ metricNames { name titleZh labels seriesCount } }";
  expect((await core.execute(names, {}, home.principal)).data).toEqual({
    metricNames: [{ name: "account_online_ratio", titleZh: "账号在线率", labels: [], seriesCount: 1 }],
  });
  expect((await core.execute(names, {}, root.principal)).data).toMatchObject({
    metricNames: [{ name: "host_cpu_ratio", labels: ["instance", "service"] }],
  });
  const nobody = { ...home.principal, grants: [] };
  expect((await core.execute(names, {}, nobody)).errors?.[0]?.extensions).toMatchObject({
    code: "FORBIDDEN",
    requires: ["metric:read"],
  });
});

test("parts of the platform read raw windows: of one tenant, of all, by labels", async () => {
  const from = floor(core.clock().getTime() - 2 * minute, tenSeconds);
  await measured(from, [1, 2], seriesKey("queue_depth", { queue: "bulk" }));
  await measured(from, [9], seriesKey("queue_depth", { queue: "media" }));
  await measured(from, [0.1], seriesKey("message_failure_ratio", {}), home.principal.tenantId);
  await measured(from, [0.2], seriesKey("message_failure_ratio", {}), other.principal.tenantId);
  const { reader } = core.parts.metrics;
  const window = { from: new Date(from), to: new Date(from + minute) };

  expect(
    await reader.window({ tenantId: null, name: "queue_depth", match: { queue: "bulk" }, ...window }),
  ).toEqual([
    {
      name: "queue_depth",
      labels: { queue: "bulk" },
      points: [
        { at: new Date(from), value: 1 },
        { at: new Date(from + tenSeconds), value: 2 },
      ],
    },
  ]);
  const all = await reader.windowOfTenants({ name: "message_failure_ratio", ...window });
  expect(new Map(all.map(({ tenantId, points }) => [tenantId, points[0]?.value]))).toEqual(
    new Map([
      [home.principal.tenantId, 0.1],
      [other.principal.tenantId, 0.2],
    ]),
  );
  expect(await reader.windowOfTenants({ name: "queue_depth", ...window })).toEqual([]);
});

test("roll-ups keep the extremes, say the same when they are made again, and take in what comes late", async () => {
  const key = seriesKey("process_memory_bytes", { service: "roll", instance: "a" });
  const from = floor(core.clock().getTime() - 3 * hour, hour);
  // A minute with a spike and a dip, then an hour of calm.
  await measured(from, [10, 990, -5, 10, 10, 25], key);
  await measured(
    from + minute,
    Array.from({ length: 59 * 6 }, () => 10),
    key,
  );
  const { rollup } = core.parts.metrics;
  await rollup.run();
  const wanted = { names: ["process_memory_bytes"], match: [{ name: "service", value: "roll" }] };
  const minutes = { ...wanted, from: new Date(from), to: new Date(from + hour), resolution: "MINUTE" };

  const byMinute = await ask(root, minutes);
  expect(byMinute).toMatchObject({ resolution: "MINUTE", stepSeconds: 60 });
  expect(byMinute.series[0]?.points).toHaveLength(60);
  expect(byMinute.series[0]?.points[0]).toMatchObject({ min: -5, max: 990, last: 25, count: 6 });
  expect(byMinute.series[0]?.points[0]?.average).toBeCloseTo(1_040 / 6);
  const hours = { ...minutes, resolution: "HOUR" };
  const byHour = await ask(root, hours);
  expect(byHour.series[0]?.points).toMatchObject([{ min: -5, max: 990, last: 10, count: 360 }]);

  // Made again from nothing known, and by two at once.
  await core.opened.system.query("DELETE FROM wegraph_metric_rollup_marks");
  await Promise.all([rollup.run(), rollup.run()]);
  expect(await ask(root, minutes)).toEqual(byMinute);
  expect(await ask(root, hours)).toEqual(byHour);

  const late = seriesKey("process_memory_bytes", { service: "roll", instance: "late" });
  await measured(from + 30 * minute, [77], late);
  await rollup.run();
  const after = await ask(root, { ...hours, match: [{ name: "instance", value: "late" }] });
  expect(after.series[0]?.points).toMatchObject([{ max: 77, count: 1 }]);
  expect((await ask(root, { ...hours, match: [{ name: "instance", value: "a" }] })).series).toEqual(
    byHour.series,
  );
});

test("what is not rolled up yet is in the answer, each measurement once", async () => {
  const key = seriesKey("redis_clients", {});
  const now = floor(core.clock().getTime(), tenSeconds);
  const from = now - 2 * hour;
  const count = (now - from) / tenSeconds;
  await measured(
    from,
    Array.from({ length: count - 3 }, () => 1),
    key,
  );
  await core.parts.metrics.rollup.run();
  await measured(now - 3 * tenSeconds, [1, 1, 1], key);

  const range = { names: ["redis_clients"], from: new Date(from), to: new Date(now) };
  for (const resolution of ["TEN_SECONDS", "MINUTE", "HOUR"]) {
    const { series } = await ask(root, { ...range, resolution, maxPoints: 1_000 });
    const points = series[0]?.points ?? [];
    expect(
      points.reduce((sum, point) => sum + point.count, 0),
      resolution,
    ).toBe(count);
    expect(new Set(points.map(({ at }) => at)).size).toBe(points.length);
  }
});

test("a month of one series is read within 100 ms, spikes included", async () => {
  const key = seriesKey("nats_stream_bytes", { stream: "EVT" });
  const now = core.clock().getTime();
  await measured(floor(now, tenSeconds) - tenSeconds, [0], key);
  const from = floor(now, hour) - 30 * 24 * hour;
  await core.opened.system.query(
    `INSERT INTO saas_metric_rollups (series_id, resolution_sec, at, min, max, sum, last, count)
     SELECT s.id, 3600, $1::timestamptz + n * interval '1 hour', 1, CASE WHEN n = 100 THEN 5000 ELSE 2 END, 540, 1, 360
       FROM saas_metric_series s, generate_series(0, 719) n WHERE s.name = 'nats_stream_bytes'
     ON CONFLICT DO NOTHING`,
    [new Date(from)],
  );
  await core.parts.metrics.rollup.run();
  const input = { names: ["nats_stream_bytes"], from: new Date(from), to: new Date(now), maxPoints: 1_000 };
  await ask(root, input);

  const took: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const startedAt = performance.now();
    const { resolution, series } = await ask(root, input);
    took.push(performance.now() - startedAt);
    expect(resolution).toBe("HOUR");
    expect(series[0]?.points.length).toBeLessThanOrEqual(1_000);
    expect(Math.max(...(series[0]?.points ?? []).map(({ max }) => max))).toBe(5_000);
  }
  expect(Math.min(...took)).toBeLessThan(100);
});

test("what is too old, of the future, of no tenant or no series is left out, and the rest is stored", async () => {
  const now = floor(core.clock().getTime(), tenSeconds) - tenSeconds;
  const key = seriesKey("redis_hit_ratio", {});
  const { intake, reader } = core.parts.metrics;
  await intake.take({ at: now - 3 * 24 * hour, keys: [key], values: [1] });
  await intake.take({ at: now + hour, keys: [key], values: [2] });
  await intake.take({
    at: now,
    keys: ["no series", key, key],
    values: [3, 4, 5],
    tenantIds: [null, "0192f6c1-9c00-7a10-8b20-6d7e8f901a2b", null],
  });
  // The same moment again: it comes twice when an acknowledgement is lost.
  await intake.take({ at: now, keys: [key], values: [99] });

  const found = await reader.window({
    tenantId: null,
    name: "redis_hit_ratio",
    from: new Date(now - hour),
    to: new Date(now + 2 * hour),
  });
  expect(found.map(({ points }) => points)).toEqual([[{ at: new Date(now), value: 5 }]]);
});

test("who follows is told what is measured of their tenant while it comes in, and nothing else", async () => {
  const log = createLogger("test", "silent");
  const taking = takeIn(
    core.bus.connection,
    {
      subject: samplesSubject,
      shape: sampleBatchShape,
      take: (batch) => core.parts.metrics.intake.take(batch),
    },
    log,
  );
  const subscription = `subscription { systemMetrics(names: ["account_online_ratio"]) {
    at points { name labels { name value } last min max } } }`;
  const stream = await core.subscribe(subscription, home.principal);
  if (!isStream(stream)) throw new Error(JSON.stringify(stream));
  await core.bus.connection.flush();
  const at = floor(core.clock().getTime(), tenSeconds);
  const key = seriesKey("account_online_ratio", {});
  const answer = await core.bus.connection.request(
    samplesSubject,
    JSON.stringify({
      at,
      keys: [key, key, seriesKey("callbacks_per_second", {})],
      values: [0.25, 0.5, 3],
      tenantIds: [home.principal.tenantId, other.principal.tenantId, home.principal.tenantId],
    }),
    { timeout: 5_000 },
  );
  expect(answer.string()).toBe("");

  const told = await stream.next();
  expect(told.value).toMatchObject({
    data: {
      systemMetrics: {
        at: new Date(at).toISOString(),
        points: [{ name: "account_online_ratio", labels: [], last: 0.25, min: 0.25, max: 0.25 }],
      },
    },
  });
  const refused = await core.bus.connection.request(samplesSubject, '{"at": 1}', { timeout: 5_000 });
  expect(refused.string()).not.toBe("");
  await stream.return?.(undefined);
  taking.stop();

  const tooMany = JSON.stringify(Array.from({ length: 13 }, (_, n) => `name_${n}`));
  const bad = await core.subscribe(
    `subscription { systemMetrics(names: ${tooMany}) { at } }`,
    home.principal,
  );
  if (isStream(bad)) throw new Error("it was subscribed to");
  expect(bad.errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", path: ["names"] });
});

test("what the servers say of themselves is measured, by one process at a time", async () => {
  const runtime = await openRuntime({
    service: "probe",
    ...testServers(),
    rootSecret: core.rootSecret,
    databaseUrl: core.opened.urls.owner,
  });
  const { system: pool } = core.opened;
  const [first, second] = ["first", "second"].map((service) => {
    const metrics = new Metrics(service);
    const probes = new ServerProbes(new Lease(pool, "test servers"), [
      new RedisProbe(metrics, runtime.redis),
      new NatsProbe(metrics, runtime.bus, core.clock),
    ]);
    const postgres = new PostgresProbe(metrics, pool, new Lease(pool, "test postgres"), "core");
    return {
      look: () => Promise.all([probes.look(), postgres.look()]),
      stop: () => Promise.all([probes.stop(), postgres.stop()]),
      told: () => metrics.registry.metrics(),
    };
  });
  if (!first || !second) throw new Error("two processes");
  try {
    await first.look();
    await second.look();
    const text = await first.told();
    expect(text).toMatch(/wegraph_postgres_connections\{database="core",service="first"\} [1-9]/);
    expect(text).toMatch(/wegraph_redis_memory_bytes\{service="first"\} [1-9]/);
    expect(text).toMatch(/wegraph_nats_stream_messages\{stream="EVT",service="first"\} \d/);
    const figures = /^wegraph_(redis|postgres|nats)\w*(\{.*\})? \d/m;
    expect(await second.told()).not.toMatch(figures);

    await first.stop();
    await second.look();
    expect(await second.told()).toMatch(figures);
  } finally {
    await Promise.all([first.stop(), second.stop()]);
    await runtime.close();
  }
});

test("a range of nonsense is refused with the field that is wrong", async () => {
  const at = new Date();
  for (const [part, path] of [
    [{ to: new Date(0) }, "to"],
    [{ names: [] }, "names"],
    [{ maxPoints: 100_000 }, "maxPoints"],
  ] as const) {
    const { errors } = await core.execute(
      "query ($input: MetricsInput!) { metrics(input: $input) { stepSeconds } }",
      { input: { names: ["x"], from: at, to: new Date(at.getTime() + 1), ...part } },
      home.principal,
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT" });
    expect(JSON.stringify(errors?.[0]?.extensions)).toContain(path);
  }
});
