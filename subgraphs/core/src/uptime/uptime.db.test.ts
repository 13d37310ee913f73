import { afterAll, beforeAll, expect, test } from "vitest";
import { OutboxRelay } from "@wegraph/kit/relay";
import type { Beat } from "@wegraph/kit/samples";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";
import { silentMs } from "./beat.rules.ts";
import { SilenceWatch } from "./silence.watch.ts";

let core: TestCore;
let root: Person;
let relay: OutboxRelay;

beforeAll(async () => {
  core = await openTestCore();
  await core.bus.feed.start();
  relay = new OutboxRelay(core.opened.system, core.bus, core.log);
  relay.start();
  ({ admin: root } = await core.given.platform());
});
afterAll(async () => {
  await relay?.stop();
  await core?.close();
});

const minute = 60_000;

const well = { ok: true, critical: true, neededBy: "subgraph core", latencyMs: 2 };

function beatOf(instance: string, part: Partial<Beat> = {}): Beat {
  return {
    at: core.clock().getTime(),
    service: "lamp",
    instance,
    version: "1.2.3",
    startedAt: core.clock().getTime() - minute,
    isLeaving: false,
    parts: [{ name: "database core", ...well }],
    ...part,
  };
}

const take = (beat: Beat) => core.parts.uptime.intake.take(beat);

interface Told {
  instance: string;
  part: string;
  status: string | null;
}

interface Node {
  id: string;
  status: string;
  version: string | null;
  componentIds: string[];
}

async function health(): Promise<{
  status: string;
  nodes: Node[];
  edges: { from: string; to: string; status: string }[];
}> {
  const { data, errors } = await core.execute(
    "{ systemHealth { status nodes { id kind status version componentIds } edges { from to status } } }",
    {},
    root.principal,
  );
  expect(errors).toBeUndefined();
  return (data as { systemHealth: Awaited<ReturnType<typeof health>> }).systemHealth;
}

async function nodeOf(id: string): Promise<Node | undefined> {
  return (await health()).nodes.find((node) => node.id === id);
}

/** A watch that has listened for long. */
function watch(): SilenceWatch {
  const { db, log, clock } = core;
  const made = new SilenceWatch({ db, log, clock, isListening: () => true });
  core.wait(silentMs + 1);
  return made;
}

test("only who runs the platform sees its processes", async () => {
  const { admin } = await core.given.tenant("home");
  for (const query of ["{ systemHealth { status } }", "{ uptime { part } }", "{ healthIncidents { part } }"])
    expect((await core.execute(query, {}, admin.principal)).errors?.[0]?.extensions, query).toMatchObject({
      code: "FORBIDDEN",
      requires: ["system:read"],
    });
});

test("a process that beats is up, degraded without what it can do without, and down without what it cannot", async () => {
  const cache = { name: "redis", ok: true, critical: false, neededBy: "", latencyMs: 1 };
  await take(beatOf("a", { parts: [{ name: "database core", ...well }, cache] }));
  expect(await nodeOf("process lamp@a")).toMatchObject({ status: "UP", version: "1.2.3" });

  core.wait(30_000);
  await take(
    beatOf("a", {
      parts: [
        { name: "database core", ...well },
        { ...cache, ok: false },
      ],
    }),
  );
  expect(await nodeOf("process lamp@a")).toMatchObject({ status: "DEGRADED" });
  expect(await nodeOf("part redis")).toMatchObject({ status: "DOWN" });

  core.wait(30_000);
  await take(beatOf("a", { parts: [{ name: "database core", ...well, ok: false }, cache] }));
  const now = await health();
  expect(now.status).toBe("DOWN");
  expect(now.edges).toContainEqual({ from: "process lamp@a", to: "part database core", status: "DOWN" });

  // Another process reaches it: not well for all.
  await take(beatOf("b"));
  expect(await nodeOf("part database core")).toMatchObject({ status: "DEGRADED" });
  core.wait(30_000);
  await take(beatOf("a", { parts: [{ name: "database core", ...well }] }));
  expect(await nodeOf("part redis")).toBeUndefined();
});

test("a beat that comes late adds to the record and does not change what is known by now", async () => {
  await take(beatOf("late"));
  await take(
    beatOf("late", { at: core.clock().getTime() - 5_000, parts: [{ name: "x", ...well, ok: false }] }),
  );
  expect(await nodeOf("process lamp@late")).toMatchObject({ status: "UP" });
});

test("a process that falls silent is down after three beats, once, and up when it comes back", async () => {
  const watching = watch();
  await take(beatOf("silent"));
  core.wait(silentMs - 1_000);
  await watching.look();
  expect(await nodeOf("process lamp@silent")).toMatchObject({ status: "UP" });

  core.wait(2_000);
  await watching.look();
  await watching.look();
  const down = await nodeOf("process lamp@silent");
  expect(down).toMatchObject({ status: "DOWN" });
  const checks = await core.opened.system.query(
    "SELECT status FROM saas_health_checks WHERE component_id = $1 ORDER BY at",
    [down?.componentIds[0]],
  );
  expect(checks.rows.map(({ status }) => status)).toEqual(["UP", "DOWN"]);

  await take(beatOf("silent"));
  expect(await nodeOf("process lamp@silent")).toMatchObject({ status: "UP" });
  const { data } = await core.execute(
    "{ healthIncidents(days: 1) { instance part endedAt } }",
    {},
    root.principal,
  );
  const found = (data as { healthIncidents: { instance: string; endedAt: string | null }[] }).healthIncidents;
  expect(found.filter(({ instance }) => instance === "silent")).toMatchObject([
    { endedAt: expect.any(String) },
  ]);
});

test("each change is told live, with the map as it is, to who runs the platform only; a beat that says nothing new is not", async () => {
  const followed = "subscription { componentHealth { instance part status systemHealth { status } } }";
  const { admin } = await core.given.tenant("curious");
  const refused = await core.subscribe(followed, admin.principal);
  expect(refused).toMatchObject({ errors: [{ extensions: { code: "FORBIDDEN" } }] });
  const stream = await core.subscribe(followed, root.principal);
  if (!(Symbol.asyncIterator in stream)) throw new Error("refused");

  const watching = watch();
  await take(beatOf("told"));
  core.wait(1_000);
  await take(beatOf("told"));
  core.wait(1_000);
  await take(beatOf("told", { parts: [{ name: "database core", ...well, ok: false }] }));
  core.wait(1_000);
  await take(beatOf("told"));
  core.wait(silentMs + 1_000);
  await watching.look();
  await take(beatOf("told", { isLeaving: true }));

  const seen: string[] = [];
  while (!seen.includes("told  null")) {
    const { value } = await stream.next();
    const { instance, part, status } = (value as { data: { componentHealth: Told } }).data.componentHealth;
    if (instance === "told") seen.push(`${instance} ${part} ${status}`);
  }
  await stream.return?.();
  expect(seen).toEqual([
    "told  UP",
    "told database core UP",
    "told  DOWN",
    "told database core DOWN",
    "told  UP",
    "told database core UP",
    "told  DOWN",
    "told  null",
  ]);
});

test("nobody is missed who could not have been heard, nor who said that they stop", async () => {
  await take(beatOf("patient"));
  let isListening = true;
  const { db, log, clock } = core;
  const deaf = new SilenceWatch({ db, log, clock, isListening: () => isListening });
  core.wait(silentMs + 1_000);
  isListening = false;
  await deaf.look();
  isListening = true;
  core.wait(30_000);
  await deaf.look();
  expect(await nodeOf("process lamp@patient")).toMatchObject({ status: "UP" });

  await take(beatOf("leaving"));
  await take(beatOf("leaving", { isLeaving: true, at: core.clock().getTime() + 1 }));
  expect(await nodeOf("process lamp@leaving")).toBeUndefined();
});

test("uptime counts the time that was watched, and what was down in it", async () => {
  const row = await core.opened.system.query(
    `INSERT INTO saas_health_components (id, service, instance, part, is_critical, version, started_at, status, since, last_beat_at)
     VALUES (gen_random_uuid(), 'count', 'c', '', true, '1', now(), 'UP', now(), $1) RETURNING id`,
    [core.clock()],
  );
  const { id } = row.rows[0];
  // Of the database's own clock. 40 minutes well, 10 down; nobody watched in between.
  await core.opened.system.query(
    `INSERT INTO saas_health_checks (component_id, at, status)
     SELECT $1, now() - interval '80 minutes' + n * interval '5 minutes', CASE WHEN n IN (2, 3) THEN 'DOWN' ELSE 'UP' END
       FROM generate_series(0, 8) n`,
    [id],
  );
  const { data } = await core.execute(
    "{ uptime { service uptime { days ratio watchedSeconds } } }",
    {},
    root.principal,
  );
  const { uptime } = data as {
    uptime: { service: string; uptime: { days: number; ratio: number; watchedSeconds: number }[] }[];
  };
  const counted = uptime.find(({ service }) => service === "count")?.uptime ?? [];
  expect(counted.map(({ days }) => days)).toEqual([1, 7, 30, 90]);
  // The last check holds for ten minutes.
  expect(counted[0]?.watchedSeconds).toBeCloseTo(50 * 60, 0);
  expect(counted[0]?.ratio).toBeCloseTo(0.8, 5);

  // A report's own time: here a year ago, where nothing else was watched. Ten minutes before it to ten after its end.
  const minutesAfter = (minutes: number) => new Date(Date.UTC(2025, 0, 1) + minutes * minute);
  await core.opened.system.query(
    `INSERT INTO saas_health_checks (component_id, at, status)
     SELECT $1, $2::timestamptz + n * interval '5 minutes', CASE WHEN n IN (-1, 3, 4) THEN 'DOWN' ELSE 'UP' END
       FROM generate_series(-2, 14) n`,
    [id, minutesAfter(0)],
  );
  const { upSeconds, watchedSeconds } = await core.parts.uptime.reader.span(
    minutesAfter(-2),
    minutesAfter(60),
  );
  expect({ upSeconds, watchedSeconds }).toEqual({ upSeconds: 50 * 60, watchedSeconds: 62 * 60 });
});

test("a process that is gone for good can be forgotten, one that beats cannot, and it is audited", async () => {
  const watching = watch();
  await take(beatOf("gone"));
  await take(beatOf("there"));
  const forget = async (id: string) => {
    const node = await nodeOf(`process lamp@${id}`);
    return core.execute(
      "mutation ($input: ForgetProcessInput!) { forgetProcess(input: $input) { systemHealth { nodes { id } } } }",
      { input: { componentId: node?.componentIds[0] ?? "" } },
      root.principal,
    );
  };
  core.wait(silentMs + 1_000);
  await take(beatOf("there"));
  await watching.look();

  expect((await forget("there")).errors?.[0]?.extensions).toMatchObject({
    code: "CONFLICT",
    reason: "PROCESS_ALIVE",
  });
  const { data } = await forget("gone");
  expect(JSON.stringify(data)).not.toContain("lamp@gone");
  const audits = await core.events("audit.recorded.v1");
  expect(audits.at(-1)?.payload.payload).toMatchObject({ action: "process.forgotten" });
});
