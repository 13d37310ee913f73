import { inTenant } from "@wegraph/database/scope";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

let world: World;
const tenantId = v7();
const accountId = "00000000-0000-7000-8000-000000000001";
const rows = 60_000;

beforeAll(async () => {
  world = await openWorld();
  const { system } = world.pools;
  for (let month = 0; month < 4; month += 1)
    await system.query(
      `SELECT wegraph_ensure_partition('wework_message_records', now() - make_interval(months => $1))`,
      [month],
    );
  // Both directions, several accounts, months of use; one recipient in forty has most of the talk.
  await system
    .query(
      `INSERT INTO wework_message_records (id, created_at, tenant_id, account_id, is_routed, lane, type, recipient_kind, recipient,
       content, content_hash, status, direction)
     SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid,
       at, $1, ('00000000-0000-7000-8000-' || lpad((i % 3)::text, 12, '0'))::uuid, false, 'SINGLE', 'TEXT', 'MEMBER',
       CASE WHEN i % 2 = 0 THEN 'talker' ELSE 'user' || i % 800 END, '{"type":"TEXT","text":"x"}', '\\x00',
       CASE WHEN i % 5 < 2 THEN 'READ' ELSE 'SENT' END, CASE WHEN i % 5 < 2 THEN 'IN' ELSE 'OUT' END
     FROM (SELECT i, date_trunc('milliseconds', now() - make_interval(months => i % 4) - make_interval(secs => i / 4)) AS at
           FROM generate_series(1, $2::int) i) series`,
      [tenantId, rows],
    )
    .catch(async (error: unknown) => {
      await world.close();
      throw error;
    });
});

afterAll(() => world?.close());

async function planOf(condition: string, values: unknown[]): Promise<{ plan: string; buffers: number }> {
  const result = await inTenant(tenantId, () =>
    world.pools.app.query(
      `EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT * FROM wework_message_records
       WHERE account_id = $1 AND recipient = $2 AND recipient_kind = 'MEMBER' ${condition} LIMIT 51`,
      [accountId, ...values],
    ),
  );
  const plan = result.rows.map((row) => String(row["QUERY PLAN"])).join("\n");
  const [, hit = "0"] = /Buffers: shared hit=(\d+)/.exec(plan) ?? [];
  return { plan, buffers: Number(hit) };
}

const byRecipient = /Index Scan using wework_message_records_y\d{4}m\d*_tenant_id_recipient_created/;

test("both directions of a conversation are read with one index scan a month, newest first, without sorting", async () => {
  const { plan, buffers } = await planOf("ORDER BY created_at DESC, id DESC", ["talker"]);
  expect(plan).toMatch(byRecipient);
  expect(plan).not.toMatch(/Seq Scan|Sort|Bitmap/);
  // A page of fifty reads some two hundred rows of the newest month and nothing of the others.
  expect(plan.match(/never executed/g)?.length ?? 0).toBeGreaterThanOrEqual(2);
  expect(buffers).toBeLessThan(1_000);
});

test("older and newer pages go on where the last one ended, in either direction", async () => {
  const at = new Date(Date.now() - 40 * 24 * 3_600_000);
  const older = await planOf("AND created_at <= $3 AND id < $4 ORDER BY created_at DESC, id DESC", [
    "talker",
    at,
    v7({ msecs: at.getTime() }),
  ]);
  const newer = await planOf("AND created_at >= $3 AND id > $4 ORDER BY created_at ASC, id ASC", [
    "talker",
    at,
    v7({ msecs: at.getTime() }),
  ]);
  for (const { plan, buffers } of [older, newer]) {
    expect(plan).toMatch(
      /Index Scan (Backward )?using wework_message_records_y\d{4}m\d*_tenant_id_recipient_created/,
    );
    expect(plan).not.toMatch(/Seq Scan|Sort|Bitmap/);
    expect(buffers).toBeLessThan(1_000);
  }
});

test("a conversation of few words among many is found as fast", async () => {
  const { plan, buffers } = await planOf("ORDER BY created_at DESC, id DESC", ["user1"]);
  expect(plan).not.toMatch(/Seq Scan/);
  expect(buffers).toBeLessThan(2_000);
});
