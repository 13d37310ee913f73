import { inTenant } from "@wegraph/database/scope";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import { MessageKeeper, monthsKept } from "./message.keeper.ts";

let world: World;
const tenantId = v7();
const perMonth = 3_000;

beforeAll(async () => {
  world = await openWorld();
  const { system } = world.pools;
  for (let month = 0; month < 6; month += 1)
    await system.query(
      `SELECT wegraph_ensure_partition('wework_message_records', now() - make_interval(months => $1))`,
      [month],
    );
  // Rows as they are after months of use: of several accounts and statuses, their ids made from their moments.
  await system.query(
    `INSERT INTO wework_message_records (id, created_at, tenant_id, account_id, is_routed, lane, type, recipient_kind, recipient,
       content, content_hash, status)
     SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid,
       at, $1, ('00000000-0000-7000-8000-' || lpad((i % 7)::text, 12, '0'))::uuid, false, 'BULK', 'TEXT', 'MEMBER', 'user' || i % 500,
       '{"type":"TEXT","text":"x"}', '\\x00', (ARRAY['SENT','SENT','SENT','DELIVERED','FAILED'])[1 + i % 5]
     FROM (SELECT i, date_trunc('milliseconds', now() - make_interval(months => i % 6) - make_interval(secs => i)) AS at
           FROM generate_series(1, $2::int) i) rows
     WHERE at >= date_trunc('month', now() - interval '5 months')`,
    [tenantId, 6 * perMonth],
  );
  await system.query("ANALYZE wework_message_records").catch(() => undefined); // the owner's right; the plans hold without
});

afterAll(() => world?.close());

async function planOf(sql: string, values: unknown[]): Promise<string> {
  const { rows } = await inTenant(tenantId, () =>
    world.pools.app.query(`EXPLAIN (COSTS OFF) ${sql}`, values),
  );
  return rows.map((row) => String(row["QUERY PLAN"])).join("\n");
}

const partitionsIn = (plan: string) => new Set(plan.match(/wework_message_records_y\d{4}m\d{2}(?=\s|$)/gm));

test("a list of one month reads that month's partition and no other, by an index", async () => {
  const from = new Date(Date.now() - 12 * 3_600_000);
  const plan = await planOf(
    "SELECT * FROM wework_message_records WHERE created_at >= $1 AND created_at < $2 ORDER BY created_at DESC, id DESC LIMIT 26",
    [from, new Date()],
  );
  expect(partitionsIn(plan).size).toBeLessThanOrEqual(2); // two where a month has just begun
  expect(plan).toMatch(/Index Scan/);
  expect(plan).not.toMatch(/Seq Scan|Sort/);
});

test("a message is looked up by its id in one partition", async () => {
  const plan = await planOf("SELECT * FROM wework_message_records WHERE id = $1 AND created_at = $2", [
    v7(),
    new Date(),
  ]);
  expect(partitionsIn(plan).size).toBe(1);
  expect(plan).toMatch(/Index Scan/);
});

test("the first page of everything is read in the order of the index, newest partition first, without sorting", async () => {
  const plan = await planOf(
    "SELECT * FROM wework_message_records ORDER BY created_at DESC, id DESC LIMIT 26",
    [],
  );
  expect(plan).not.toMatch(/Sort|Seq Scan/);
});

test("the months that are kept stay, older ones go whole", async () => {
  const { system } = world.pools;
  const old = new Date();
  old.setUTCMonth(old.getUTCMonth() - monthsKept - 2);
  await system.query("SELECT wegraph_ensure_partition('wework_message_records', $1)", [old]);
  const names = async () =>
    (
      await system.query(
        "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'wework_message_records'::regclass ORDER BY 1",
      )
    ).rows.map(({ name }) => String(name));
  const before = await names();
  const count = async () =>
    Number((await system.query("SELECT count(*) FROM wework_message_records")).rows[0].count);
  const rows = await count();
  await new MessageKeeper(world.db, world.runtime.log).tidy();
  const after = await names();
  expect(before.filter((name) => !after.includes(name))).toEqual([
    `wework_message_records_y${old.getUTCFullYear()}m${String(old.getUTCMonth() + 1).padStart(2, "0")}`,
  ]);
  expect(await count()).toBe(rows);
  expect(rows).toBeGreaterThan(10_000);
});
