import { readFile } from "node:fs/promises";
import { Pool } from "pg";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { v7 } from "uuid";
import { z } from "zod";
import { provision } from "@wegraph/database/provision";
import { Bus } from "./bus.ts";
import { defineEvent } from "./events.ts";
import type { DomainEvent } from "./events.ts";
import { once } from "./idempotency.ts";
import { announce, announceAll, firstDelivery, systemOrigin } from "./outbox.ts";
import { WorkQueue } from "./queue.ts";
import { OutboxRelay } from "./relay.ts";

const log = pino({ level: "silent" });
const lampLit = defineEvent("test.lamp.lit.v1", z.object({ n: z.number() }));
const tenantId = v7();
let pool: Pool;
let bus: Bus;
const cleanUp: (() => Promise<void>)[] = [];

/** The part of a Prisma transaction that announce and once use, over a pg transaction. */
async function inTransaction<T>(work: (tx: ReturnType<typeof executor>) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(executor((text, values) => client.query(text, values)));
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

function executor(
  query: (text: string, values: unknown[]) => Promise<{ rowCount: number | null; rows: unknown[] }>,
) {
  const text = (parts: TemplateStringsArray) => parts.reduce((sql, part, i) => `${sql}$${i}${part}`);
  return {
    $executeRaw: async (parts: TemplateStringsArray, ...values: unknown[]) =>
      (await query(text(parts), values)).rowCount ?? 0,
    $queryRaw: async <T>(parts: TemplateStringsArray, ...values: unknown[]) =>
      (await query(text(parts), values)).rows as T,
  };
}

const light = (n: number, tenant = tenantId) =>
  inTransaction((tx) => announce(tx, systemOrigin("test", tenant), lampLit, { n }));

async function until(condition: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("not within time");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function relay(): OutboxRelay {
  const made = new OutboxRelay(pool, bus, log);
  made.start();
  cleanUp.push(() => made.stop());
  return made;
}

beforeAll(async () => {
  const database = `kit_outbox_${process.pid}`;
  const adminUrl = process.env["DATABASE_URL"] ?? "";
  const { owner } = await provision({
    adminUrl,
    database,
    secret: "test secret of at least thirty-two characters",
  });
  pool = new Pool({ connectionString: owner, max: 10 });
  await pool.query(await readFile(new URL("../../database/sql/infrastructure.sql", import.meta.url), "utf8"));
  bus = await Bus.connect(process.env["NATS_URL"] ?? "", "kit-test", log);
  await bus.feed.start();
});

afterEach(async () => {
  for (const undo of cleanUp.splice(0)) await undo();
});

afterAll(async () => {
  await bus?.close();
  await pool?.end();
});

describe("the outbox", () => {
  test("an event reaches followers of its tenant and subject, in order, and nobody else", async () => {
    relay();
    const seen: number[] = [];
    const follower = bus.feed.follow(lampLit, { tenantId });
    const stranger = bus.feed.follow(lampLit, { tenantId: v7() });
    const reading = (async () => {
      for await (const event of follower) seen.push(event.payload.n);
    })();

    for (let n = 0; n < 50; n += 1) await light(n);
    await until(() => seen.length === 50);
    await follower.return?.();
    await reading;
    await stranger.return?.();

    expect(seen).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });

  test("events announced with one statement come in their order, each in its own name", async () => {
    relay();
    const tenant = v7();
    const follower = bus.feed.follow(lampLit, { tenantId: tenant });
    const origin = (n: number) => systemOrigin(`part ${n}`, tenant);
    await inTransaction((tx) =>
      announceAll(
        tx,
        Array.from({ length: 300 }, (_, n) => ({ origin: origin(n), definition: lampLit, payload: { n } })),
      ),
    );

    const seen: [number, string][] = [];
    while (seen.length < 300) {
      const { value } = await follower.next();
      if (value) seen.push([value.payload.n, value.actor.id]);
    }
    await follower.return?.();
    expect(seen).toEqual(Array.from({ length: 300 }, (_, n) => [n, `part ${n}`]));
  });

  test("an event of a transaction that rolled back is never sent", async () => {
    relay();
    const tenant = v7();
    const follower = bus.feed.follow(lampLit, { tenantId: tenant });
    const undone = inTransaction(async (tx) => {
      await announce(tx, systemOrigin("test", tenant), lampLit, { n: 1 });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await light(2, tenant);

    const first = await follower.next();
    await follower.return?.();
    expect(first.value?.payload.n).toBe(2);
  });

  test("of two relays one works, and the other takes over when it stops", async () => {
    const [one] = [relay(), relay()];
    const tenant = v7();
    const follower = bus.feed.follow(lampLit, { tenantId: tenant });
    await light(1, tenant);
    expect((await follower.next()).value?.payload.n).toBe(1);
    await one?.stop();
    await light(2, tenant);
    expect((await follower.next()).value?.payload.n).toBe(2);
    await follower.return?.();
  });

  test("a crash between publish and mark does not deliver an event twice", async () => {
    const tenant = v7();
    const seen: number[] = [];
    const follower = bus.feed.follow(lampLit, { tenantId: tenant });
    const reading = (async () => {
      for await (const event of follower) seen.push(event.payload.n);
    })();
    const first = relay();
    for (let n = 0; n < 10; n += 1) await light(n, tenant);
    await until(() => seen.length === 10);
    await first.stop();

    // What a process that died after publishing leaves behind.
    await pool.query("UPDATE wegraph_outbox SET published_at = NULL WHERE tenant_id = $1", [tenant]);
    relay();
    await light(10, tenant);
    await until(async () => {
      const { rows } = await pool.query("SELECT 1 FROM wegraph_outbox WHERE published_at IS NULL");
      return rows.length === 0 && seen.length === 11;
    });
    await follower.return?.();
    await reading;

    expect(seen).toEqual(Array.from({ length: 11 }, (_, n) => n));
  });

  test("a stream that was wiped is filled again, and the feed reads on", async () => {
    const running = relay();
    const tenant = v7();
    await light(1, tenant);
    await until(
      async () =>
        (await pool.query("SELECT 1 FROM wegraph_outbox WHERE published_at IS NULL")).rows.length === 0,
    );
    await running.stop();
    await bus.manager.streams.delete("EVT");
    await bus.ensureStreams();
    const subject = `evt.${tenant}.test.lamp.lit.v1`;
    relay();
    await until(async () => {
      const message = await bus.manager.streams
        .getMessage("EVT", { last_by_subj: subject })
        .catch(() => null);
      return message !== null;
    });
    // The feed's consumer went with the stream; it comes back by itself.
    const follower = bus.feed.follow(lampLit, { tenantId: tenant });
    let n = 2;
    const beat = setInterval(() => void light((n += 1), tenant), 300);
    const next = await follower.next();
    clearInterval(beat);
    await follower.return?.();
    expect(next.done).toBe(false);
  });
});

describe("a listener", () => {
  test("handles each event until it succeeds, and an event delivered twice has its effect once", async () => {
    relay();
    const tenant = v7();
    const durable = `kit-${process.pid}-${Date.now()}`;
    const effects: number[] = [];
    let failures = 2;
    const handle = async (event: DomainEvent<{ n: number }>) => {
      if (failures > 0) {
        failures -= 1;
        throw new Error("not yet");
      }
      await inTransaction(async (tx) => {
        if (await firstDelivery(tx, durable, event.id)) effects.push(event.payload.n);
      });
    };
    await bus.listen({ durable, filter: `evt.${tenant}.test.lamp.lit.v1`, event: lampLit, handle });
    await light(1, tenant);
    await light(2, tenant);
    await until(() => effects.length === 2);

    const again: DomainEvent<{ n: number }>[] = [];
    const { payload } = (
      await pool.query("SELECT payload FROM wegraph_outbox WHERE tenant_id = $1 LIMIT 1", [tenant])
    ).rows[0];
    again.push(payload, payload);
    for (const event of again) await handle(event);
    expect(new Set(effects)).toEqual(new Set([1, 2]));
    expect(effects).toHaveLength(2);
  });
});

describe("the work queue", () => {
  test("a job exists exactly when its transaction commits, is retried, and ends among the dead letters", async () => {
    relay();
    const kind = `test.paint-${process.pid}`;
    const queue = new WorkQueue(bus, log);
    cleanUp.push(() => queue.stop());
    const attempts: string[] = [];
    await queue.work<{ color: string }>(
      kind,
      { concurrency: 2, attemptsMax: 2 },
      async ({ payload, attempt }) => {
        attempts.push(`${payload.color} ${attempt}`);
        if (payload.color === "black") throw new Error("no such paint");
      },
    );
    await inTransaction((tx) => queue.enqueue(tx, kind, tenantId, { color: "red" }));
    await inTransaction((tx) => queue.enqueue(tx, kind, tenantId, { color: "black" }));
    await inTransaction(async (tx) => {
      await queue.enqueue(tx, kind, tenantId, { color: "never" });
      throw new Error("undone");
    }).catch(() => undefined);

    await until(async () => {
      const dead = await bus.manager.streams
        .getMessage("DLQ", { last_by_subj: `dlq.work.${kind}` })
        .catch(() => null);
      return dead !== null;
    });
    expect(attempts.toSorted()).toEqual(["black 1", "black 2", "red 1"]);
  });
});

describe("an idempotency key", () => {
  const request = (key: string | null, input: object) => ({ tenantId, scope: "paint", key, input });

  test("gives a repeat the first answer, whatever the order of its fields, and refuses another input", async () => {
    const key = v7();
    let acts = 0;
    const paint = (input: object) =>
      inTransaction((tx) => once(tx, request(key, input), async () => ({ id: (acts += 1) })));
    expect(await paint({ color: "red", coats: 2 })).toEqual({ id: 1 });
    expect(await paint({ coats: 2, color: "red" })).toEqual({ id: 1 });
    await expect(paint({ color: "blue" })).rejects.toMatchObject({ code: "IDEMPOTENCY_CONFLICT" });
    expect(acts).toBe(1);
  });

  test("twenty at once act once, and a failed act leaves the key free", async () => {
    const key = v7();
    let acts = 0;
    const paint = () => inTransaction((tx) => once(tx, request(key, {}), async () => (acts += 1)));
    const failing = inTransaction((tx) =>
      once(tx, request(key, {}), () => Promise.reject(new Error("spilt"))),
    );
    await expect(failing).rejects.toThrow("spilt");
    const answers = await Promise.all(Array.from({ length: 20 }, paint));
    expect(new Set(answers)).toEqual(new Set([1]));
    expect(acts).toBe(1);
  });
});
