import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "./scope.ts";
import { TenantPool } from "./tenantPool.ts";
import { openTestDatabase } from "./test.ts";
import type { OpenedDatabase } from "./open.ts";
import { makeSchemaFolder, notesModel, notesSql } from "./testing/schemaFolder.ts";

const tenants = Array.from({ length: 7 }, () => randomUUID());
const [a = "", b = ""] = tenants;
/** Notes of the tenant with this index. */
const notesOf = (i: number) => 3 + i;

const scopeOf = `SELECT current_setting('app.tenant_id', true) AS tenant, pg_backend_pid() AS pid`;
const count = `SELECT count(*)::int AS n, count(DISTINCT tenant_id)::int AS tenants FROM notes`;

let database: OpenedDatabase;
let pool: TenantPool;

beforeAll(async () => {
  const folder = await makeSchemaFolder(notesModel);
  await folder.setMigration("20260101000000_notes", notesSql);
  database = await openTestDatabase({ database: "pool", schemaDir: folder.path });
  await folder.remove();
  for (const [i, tenant] of tenants.entries())
    for (let n = 0; n < notesOf(i); n++)
      await database.system.query("INSERT INTO notes VALUES ($1, $2, $3)", [
        randomUUID(),
        tenant,
        `note ${n}`,
      ]);
});
afterAll(() => database.close());
afterEach(() => pool.end());

function open(max: number): TenantPool {
  pool = new TenantPool({ connectionString: database.urls.app, max });
  pool.on("error", () => undefined);
  return pool;
}

/** What the connection of the next check-out believes and does, in the tenant given. */
async function scope(tenant?: string): Promise<{ tenant: string; pid: number }> {
  return tenant === undefined ? askScope() : inTenant(tenant, askScope);
}

async function askScope(): Promise<{ tenant: string; pid: number }> {
  const { rows } = await pool.query<{ tenant: string; pid: number }>(scopeOf);
  if (!rows[0]) throw new Error("no row");
  return rows[0];
}

const insert = (tenant: string, text: string) =>
  pool.query("INSERT INTO notes VALUES ($1, $2, $3)", [randomUUID(), tenant, text]);

describe("isolation", () => {
  it("400 concurrent reads of mixed tenants each see exactly their tenant's rows", async () => {
    open(6);
    await Promise.all(
      Array.from({ length: 400 }, (_, i) => {
        const index = (i * 5) % tenants.length;
        const tenant = tenants[index] ?? "";
        return inTenant(tenant, async () => {
          // With and without parameters: they travel in different ways.
          const { rows } = await (i % 2 ? pool.query(count) : pool.query(`${count} WHERE $1::int > 0`, [1]));
          expect(rows).toEqual([{ n: notesOf(index), tenants: 1 }]);
        });
      }),
    );
  });

  it("400 concurrent transactions of mixed tenants write for their tenant, and a rollback leaves nothing", async () => {
    open(6);
    await Promise.all(
      Array.from({ length: 400 }, (_, i) => {
        const index = (i * 3) % tenants.length;
        const tenant = tenants[index] ?? "";
        return inTenant(tenant, async () => {
          const client = await pool.connect();
          try {
            await client.query("BEGIN");
            const text = `temporary ${i}`;
            await client.query("INSERT INTO notes VALUES ($1, $2, $3)", [randomUUID(), tenant, text]);
            expect((await client.query(count)).rows).toEqual([{ n: notesOf(index) + 1, tenants: 1 }]);
            await client.query("ROLLBACK");
            expect((await client.query(count)).rows).toEqual([{ n: notesOf(index), tenants: 1 }]);
          } finally {
            client.release();
          }
        });
      }),
    );
    const { rows } = await database.system.query(`SELECT FROM notes WHERE text LIKE 'temporary%'`);
    expect(rows).toEqual([]);
  });

  it("outside any tenant there are no rows, also on a connection that was a tenant's", async () => {
    open(1);
    expect((await pool.query(count)).rows).toEqual([{ n: 0, tenants: 0 }]);
    await inTenant(a, async () =>
      expect((await pool.query(count)).rows).toEqual([{ n: notesOf(0), tenants: 1 }]),
    );
    expect((await pool.query(count)).rows).toEqual([{ n: 0, tenants: 0 }]);
    expect((await pool.query(`${count} WHERE $1::int > 0`, [1])).rows).toEqual([{ n: 0, tenants: 0 }]);
    expect(await scope()).toMatchObject({ tenant: "" });
  });

  it("a check-out never sees the tenant of the one before, whatever its first statement is", async () => {
    open(1);
    const firsts: [string, unknown[]?][] = [
      [scopeOf],
      [`${scopeOf} WHERE $1`, [true]],
      ["BEGIN"],
      ["start transaction isolation level repeatable read;"],
      ["SELECT 1; SELECT 2"],
    ];
    for (const [text, values] of firsts)
      for (const tenant of [a, b, ""]) {
        const read = async () => {
          const client = await pool.connect();
          await client.query(text, values);
          const { rows } = await client.query<{ tenant: string }>(scopeOf);
          await client.query("ROLLBACK");
          const after = await client.query<{ tenant: string }>(scopeOf);
          client.release();
          return [rows[0]?.tenant, after.rows[0]?.tenant];
        };
        expect(await (tenant ? inTenant(tenant, read) : read())).toEqual([tenant, tenant]);
      }
  });

  it("refuses a row of another tenant, and a tenant that is no id", async () => {
    open(1);
    await inTenant(a, async () => expect(insert(b, "smuggled")).rejects.toMatchObject({ code: "42501" }));
    const hostile = "'; RESET ROLE; SELECT '";
    await inTenant(hostile, async () => {
      await expect(pool.query(count)).rejects.toMatchObject({ code: "22P02" });
      const client = await pool.connect();
      await client.query("BEGIN");
      expect((await client.query(scopeOf)).rows[0]).toMatchObject({ tenant: hostile });
      client.release();
    });
  });

  it("keeps the scope of the caller, not of whoever returns the connection", async () => {
    open(1);
    const held = await inTenant(a, () => pool.connect());
    const waiting = inTenant(b, async () => (await pool.query(count)).rows);
    await inTenant(a, async () => held.release());
    expect(await waiting).toEqual([{ n: notesOf(1), tenants: 1 }]);
  });
});

const read = (tenant: string) =>
  inTenant(tenant, async () => {
    const result = await pool.query({ text: "SELECT $1::int AS x, 'y' AS y", values: [7], rowMode: "array" });
    return { rows: result.rows, command: result.command, fields: result.fields.map(({ name }) => name) };
  });

describe("the answers", () => {
  it("are the same with and without a change of tenant", async () => {
    open(1);
    expect(await read(a)).toEqual({ rows: [[7, "y"]], command: "SELECT", fields: ["x", "y"] });
    expect(await read(b)).toEqual(await read(b));
    const wrote = await inTenant(a, () => pool.query("UPDATE notes SET text = text WHERE $1", [true]));
    expect(wrote).toMatchObject({ command: "UPDATE", rowCount: notesOf(0), rows: [] });
    const begun = await inTenant(b, async () => {
      const client = await pool.connect();
      const result = await client.query("BEGIN");
      await client.query("COMMIT");
      client.release();
      return result;
    });
    expect(begun).toMatchObject({ command: "BEGIN", rows: [] });
  });

  it("reach callbacks, and named statements work across changes of tenant", async () => {
    open(1);
    for (const tenant of [a, b, a, a])
      await inTenant(tenant, async () => {
        const named = { name: "mine", text: `${count} WHERE tenant_id = $1`, values: [tenant] };
        const { rows } = await new Promise<{ rows: unknown[] }>((resolve, reject) => {
          pool.query(named, (error, result) => (error ? reject(error) : resolve(result)));
        });
        expect(rows).toMatchObject([{ tenants: 1 }]);
      });
  });
});

describe("errors", () => {
  it("a refused statement costs neither the connection nor the next tenant's isolation", async () => {
    open(1);
    const { pid } = await scope(a);
    await inTenant(b, async () => {
      await insert(b, "once");
      await expect(insert(b, "once")).rejects.toMatchObject({ code: "23505" });
      await expect(pool.query("SELECT 1 / $1::int", [0])).rejects.toMatchObject({ code: "22012" });
      await expect(pool.query("SELECT nonsense")).rejects.toMatchObject({ code: "42703" });
    });
    // The error undid the change of tenant that came with the statement.
    await inTenant(a, async () => expect(pool.query("SELECT 1 / $1::int", [0])).rejects.toThrow("division"));
    for (const tenant of [b, a, b]) expect(await scope(tenant)).toEqual({ tenant, pid });
    expect(await scope()).toEqual({ tenant: "", pid });
  });

  it("a change of tenant that fails is not followed by the statement, and its connection is closed", async () => {
    open(1);
    const copy = "INSERT INTO notes SELECT gen_random_uuid(), tenant_id, 'unscoped' FROM notes LIMIT 1";
    const acts = [
      () => pool.query(copy.replace("LIMIT 1", "LIMIT $1"), [1]),
      () => pool.query(`${copy}; SELECT 1`),
      () => pool.query(copy),
    ];
    for (const act of acts) {
      const { pid } = await scope(a);
      // The server forgets the statement that changes the tenant, so the next change fails there.
      await inTenant(a, () => pool.query("DEALLOCATE ALL"));
      await expect(inTenant(b, act)).rejects.toThrow();
      const next = await scope(b);
      expect(next.tenant).toBe(b);
      expect(next.pid).not.toBe(pid);
    }
    const { rows } = await database.system.query(`SELECT FROM notes WHERE text = 'unscoped'`);
    expect(rows).toEqual([]);
  });

  it("a transaction that does not begin leaves its connection to nobody", async () => {
    open(1);
    const { pid } = await scope(a);
    await inTenant(b, async () => {
      const client = await pool.connect();
      await expect(client.query("BEGIN nonsense")).rejects.toThrow("nonsense");
      await expect(client.query("SELECT 1")).rejects.toThrow();
      client.release();
    });
    expect((await scope(b)).pid).not.toBe(pid);
  });

  it("a transaction left open is closed with its connection", async () => {
    open(1);
    const { pid } = await scope(a);
    await inTenant(a, async () => {
      const client = await pool.connect();
      await client.query("BEGIN");
      await insertOn(client, a, "forgotten");
      client.release();
    });
    expect((await scope(a)).pid).not.toBe(pid);
    const { rows } = await database.system.query(`SELECT FROM notes WHERE text = 'forgotten'`);
    expect(rows).toEqual([]);
  });

  it("a failed transaction that is returned with its error is not handed on", async () => {
    open(1);
    await inTenant(a, async () => {
      const client = await pool.connect();
      await client.query("BEGIN");
      const error: unknown = await client.query("SELECT 1 / $1::int", [0]).catch((reason: unknown) => reason);
      client.release(error instanceof Error ? error : undefined);
    });
    expect(await scope(b)).toMatchObject({ tenant: b });
  });

  it("killed connections fail their statement only; the pool goes on with new ones", async () => {
    open(4);
    await Promise.all(tenants.map((tenant) => scope(tenant)));
    const kill = `SELECT count(pg_terminate_backend(pid))::int AS killed FROM pg_stat_activity
                  WHERE usename = 'wegraph_app' AND datname = current_database()`;
    const admin = new Pool({ connectionString: database.urls.owner, max: 1 });
    // Idle ones, one that works, and one that is checked out without anyone listening to its errors.
    const busy = inTenant(a, () => pool.query("SELECT pg_sleep($1)", [30])).catch(
      (reason: unknown) => reason,
    );
    const held = await inTenant(b, () => pool.connect());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await admin.query<{ killed: number }>(kill)).rows[0]?.killed).toBe(4);
    await admin.end();
    expect(await busy).toBeInstanceOf(Error);
    await expect(held.query("SELECT 1")).rejects.toThrow();
    held.release();
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const tenant of tenants) expect(await scope(tenant)).toMatchObject({ tenant });
  });
});

describe("which connection", () => {
  it("is one of the same tenant when one is idle", async () => {
    open(3);
    const clients = await Promise.all([a, b, ""].map((t) => inTenant(t, () => pool.connect())));
    for (const client of clients) {
      await client.query(scopeOf);
      client.release();
    }
    const first = await Promise.all([a, b, ""].map((t) => scope(t)));
    for (const tenant of ["", a, b, b, a, ""])
      expect(await scope(tenant)).toEqual(first.find((known) => known.tenant === tenant));
  });

  it("does not let one tenant's stream of requests overtake another's", async () => {
    open(2);
    const until = performance.now() + 1_000;
    const flood = Array.from({ length: 40 }, () =>
      inTenant(a, async () => {
        while (performance.now() < until) await pool.query("SELECT pg_sleep(0.001)");
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    const startedAt = performance.now();
    for (let i = 0; i < 5; i++) expect(await scope(b)).toMatchObject({ tenant: b });
    const waitedMs = performance.now() - startedAt;
    await Promise.all(flood);
    // Each time behind the 40 that wait already, on two connections, a few milliseconds apiece.
    expect(waitedMs).toBeLessThan(5_000);
  });

  it("gives waiting requests connections in the order in which they came", async () => {
    open(1);
    const held = await inTenant(a, () => pool.connect());
    const order: string[] = [];
    const waiting = [b, a, a, b, a].map((tenant, i) =>
      inTenant(tenant, async () => {
        await pool.query("SELECT 1");
        order.push(`${i}`);
      }),
    );
    held.release();
    await Promise.all(waiting);
    expect(order).toEqual(["0", "1", "2", "3", "4"]);
  });
});

async function insertOn(
  client: { query(text: string, values: unknown[]): Promise<unknown> },
  tenant: string,
  text: string,
) {
  await client.query("INSERT INTO notes VALUES ($1, $2, $3)", [randomUUID(), tenant, text]);
}
