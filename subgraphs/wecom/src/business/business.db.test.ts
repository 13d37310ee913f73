import { afterAll, beforeAll, expect, test } from "vitest";
import { PrismaPg } from "@prisma/adapter-pg";
import { v7 } from "uuid";
import { openTestDatabase } from "@wegraph/database/test";
import { PrismaClient } from "@wegraph/db-wecom/client";
import { schemaDir } from "@wegraph/db-wecom/location";
import { Database } from "@wegraph/kit/database";
import { Lease } from "@wegraph/kit/lease";
import { createLogger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import type { Sample } from "@wegraph/kit/samples";
import { until } from "@wegraph/kit/testing/until";
import { BusinessReader } from "./business.reader.ts";
import { BusinessSampler } from "./business.sampler.ts";

type Opened = Awaited<ReturnType<typeof openTestDatabase>>;

let opened: Opened;
let client: PrismaClient;
let reader: BusinessReader;
const log = createLogger("business-test", "error");
const tenantId = v7();
const accountId = v7();

beforeAll(async () => {
  opened = await openTestDatabase({ database: "wework_platform", schemaDir });
  client = new PrismaClient({ adapter: new PrismaPg(opened.system) });
  const db = new Database(client, client, { log, metrics: new Metrics("test") });
  reader = new BusinessReader(db, () => new Date());
  const corpId = v7();
  await opened.system.query(
    `INSERT INTO wework_corps (id, tenant_id, name, corp_id, provider_url, secret_sealed, callback_secret_sealed, updated_at)
     VALUES ($1, $2, 'Corp', 'ww1', 'http://provider', '', '', now())`,
    [corpId, tenantId],
  );
  const states = ["ONLINE", "ERROR", "CREATED"];
  for (const [index, status] of states.entries())
    // oxlint-disable-next-line no-await-in-loop -- three rows
    await opened.system.query(
      `INSERT INTO wework_accounts (id, tenant_id, corp_id, name, status, status_since, health_score, health_parts,
         health_computed_at, search_text, updated_at)
       VALUES ($1, $2, $3, $4, $4, now(), 100, '{}', now(), '', now())`,
      [index === 0 ? accountId : v7(), tenantId, corpId, status],
    );
  const steps: [string | null, string, string, number][] = [
    ["VERIFYING", "ONLINE", "VERIFIED", 3_000],
    ["ONLINE", "OFFLINE", "CONNECTION_LOST", 600],
    ["OFFLINE", "RECOVERING", "RECOVER", 590],
    ["RECOVERING", "ONLINE", "RECOVERED", 480],
    ["VERIFYING", "ONLINE", "VERIFIED", 100],
    ["WAITING_QR", "ERROR", "LOGIN_EXPIRED", 50],
  ];
  for (const [version, [from, to, event, ago]] of steps.entries())
    // oxlint-disable-next-line no-await-in-loop -- in order
    await opened.system.query(
      `INSERT INTO wework_account_status_history (id, tenant_id, account_id, at, from_status, to_status, event, version,
         actor_kind, actor_id)
       VALUES ($1, $2, $3, now() - $4 * interval '1 second', $5, $6, $7, $8, 'SYSTEM', 'test')`,
      [v7(), tenantId, accountId, ago, from, to, event, version + 1],
    );
});
afterAll(async () => {
  await client?.$disconnect();
  await opened?.close();
});

const count = (sent: number, failed: number) =>
  opened.system.query(
    `INSERT INTO wegraph_message_stats (tenant_id, account_id, type, hour, sent, failed, delivered, latency)
     VALUES ($1, $2, 'TEXT', date_trunc('hour', now()), $3, $4, $3, ARRAY[$3::int])
     ON CONFLICT (tenant_id, hour, account_id, type) DO UPDATE SET sent = excluded.sent, failed = excluded.failed,
       delivered = excluded.delivered, latency = excluded.latency`,
    [tenantId, accountId, sent, failed],
  );

test("accounts, log-ins and recoveries of a tenant are as its rows say", async () => {
  const [own] = (await reader.accounts()).filter((one) => one.tenantId === tenantId);
  expect(own).toMatchObject({
    total: 3,
    online: 1,
    expected: 2,
    offlineSeconds: 0,
    loginsSucceeded: 2,
    loginsFailed: 1,
  });
  // From the loss of the connection to being online again.
  expect(own?.recoverySeconds).toBeCloseTo(120, 0);
});

test("the account that has been away longest counts, unless somebody logged it out", async () => {
  const leave = (reason: string, ago: number) =>
    opened.system.query(
      `INSERT INTO wework_account_status_history (id, tenant_id, account_id, at, from_status, to_status, event, reason, version,
         actor_kind, actor_id)
       SELECT $1, tenant_id, id, now() - $2 * interval '1 second', 'ONLINE', 'ERROR', 'CONNECTION_LOST', $3, 90, 'SYSTEM', 'test'
         FROM wework_accounts WHERE status = 'ERROR'`,
      [v7(), ago, reason],
    );
  await leave("heartbeat_lost", 400);
  const [away] = await reader.accounts();
  // The clock of this process knows milliseconds, the database's more.
  expect(away?.offlineSeconds).toBeGreaterThan(399);
  expect(away?.offlineSeconds).toBeLessThan(500);

  await opened.system.query(
    "UPDATE wework_account_status_history SET reason = 'logged_out' WHERE version = 90",
  );
  const [wanted] = await reader.accounts();
  expect(wanted?.offlineSeconds).toBe(0);
});

test("what is sent between two looks is told once, by one of two processes", async () => {
  const shipped: Sample[][] = [[], []];
  const samplers = shipped.map(
    (samples) =>
      new BusinessSampler({
        reader,
        lease: new Lease(opened.system, "business test"),
        ship: (_, given) => samples.push(...given),
        log,
      }),
  );
  await count(100, 0);
  for (const sampler of samplers) await sampler.sample(10_000);
  await count(130, 10);
  for (const sampler of samplers) await sampler.sample(20_000);

  const told = new Map(
    shipped[0]?.filter((sample) => sample.tenantId === tenantId).map(({ key, value }) => [key, value]),
  );
  expect(told.get('["messages_per_second",{}]')).toBe(3);
  expect(told.get('["message_failure_ratio",{}]')).toBe(0.25);
  expect(told.get('["account_online_ratio",{}]')).toBe(0.5);
  expect(shipped[1]).toEqual([]);

  await samplers[0]?.stop();
  // The server lets go of the lock once it sees that the connection is gone.
  await until("the other process measures", async () => {
    await samplers[1]?.sample(30_000);
    return (shipped[1]?.length ?? 0) > 0;
  });
  await samplers[1]?.stop();
});
