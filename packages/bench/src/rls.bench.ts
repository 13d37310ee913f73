// What it costs that Postgres itself keeps tenants apart: the tenant pool under row-level security against a
// plain pool of a login that policies do not bind, through Prisma and through pg alone.
//   npm run bench -- rls
import { PrismaPg } from "@prisma/adapter-pg";
import { serverUrlFromEnvironment } from "@wegraph/database/config";
import { openDatabase } from "@wegraph/database/open";
import type { OpenedDatabase } from "@wegraph/database/open";
import { inTenant } from "@wegraph/database/scope";
import { PrismaClient } from "@wegraph/db-wecom/client";
import { schemaDir } from "@wegraph/db-wecom/location";
import { Pool } from "pg";
import { pino } from "pino";
import { v7 } from "uuid";
import { alternate } from "./alternate.ts";
import type { Way } from "./alternate.ts";

const callersMax = 16;
const rowsOfTenant = 400;
// Many short ones: what else the machine does meets all ways alike.
const rounds = 30;
const tenants = Array.from({ length: 50 }, () => v7());

/** A caller stays with one tenant, as a console's requests do. */
const ownTenant = (caller: number) => tenants[caller] ?? "";
const anyTenant = () => tenants[Math.floor(Math.random() * tenants.length)] ?? "";

interface Measured {
  name: string;
  prisma: (client: PrismaClient, tenantId: string) => PromiseLike<unknown>;
  sql: (pool: Pool, tenantId: string) => Promise<unknown>;
}

const columns = `"id", "tenant_id", "name", "corp_id", "provider_url", "secret_sealed", "callback_secret_sealed", "created_at", "updated_at"`;

const newCorp = (tenantId: string) => {
  const id = v7();
  return {
    id,
    tenantId,
    name: "A corporation",
    corpId: `ww${id}`,
    providerUrl: "https://provider.example",
    secretSealed: "sealed",
    callbackSecretSealed: "sealed",
  };
};

const operations: Measured[] = [
  {
    name: "find 20",
    prisma: (client, tenantId) =>
      client.corp.findMany({
        where: { tenantId },
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: 20,
      }),
    sql: (pool, tenantId) =>
      pool.query(
        `SELECT ${columns} FROM wework_corps WHERE tenant_id = $1 ORDER BY created_at DESC, id DESC LIMIT 20`,
        [tenantId],
      ),
  },
  {
    name: "create",
    prisma: (client, tenantId) => client.corp.create({ data: newCorp(tenantId) }),
    sql: (pool, tenantId) => {
      const { id, name, corpId, providerUrl, secretSealed, callbackSecretSealed } = newCorp(tenantId);
      return pool.query(
        `INSERT INTO wework_corps (${columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, now(), now()) RETURNING ${columns}`,
        [id, tenantId, name, corpId, providerUrl, secretSealed, callbackSecretSealed],
      );
    },
  },
];

async function main(): Promise<void> {
  const adminUrl = serverUrlFromEnvironment();
  if (adminUrl === undefined)
    throw new Error("DATABASE_URL names no server; start this by `npm run bench -- rls`.");
  const database = await openDatabase({
    adminUrl,
    database: "bench_rls",
    schemaDir,
    secret: "the secret of a server that lives for one measurement",
    log: pino({ level: "silent" }),
    poolMax: callersMax,
  });
  const plain = new Pool({ connectionString: database.urls.owner, max: callersMax });
  try {
    await fill(plain);
    await measure(plain, database);
  } finally {
    await plain.end();
    await database.close();
  }
}

async function measure(plain: Pool, { app }: OpenedDatabase): Promise<void> {
  const unbound = new PrismaClient({ adapter: new PrismaPg(plain) });
  const bound = new PrismaClient({ adapter: new PrismaPg(app) });
  const table: Record<string, Record<string, string>> = {};
  for (const { name, prisma, sql } of operations)
    for (const concurrency of [1, callersMax]) {
      const groups: Way[][] = [
        [
          { name: "Prisma, no RLS", run: async (caller) => prisma(unbound, ownTenant(caller)) },
          {
            name: "Prisma, RLS, own tenant",
            run: (caller) => as(ownTenant(caller), (t) => prisma(bound, t)),
          },
          { name: "Prisma, RLS, any tenant", run: () => as(anyTenant(), (t) => prisma(bound, t)) },
        ],
        [
          { name: "pg, no RLS", run: (caller) => sql(plain, ownTenant(caller)) },
          { name: "pg, RLS, own tenant", run: (caller) => as(ownTenant(caller), (t) => sql(app, t)) },
          { name: "pg, RLS, any tenant", run: () => as(anyTenant(), (t) => sql(app, t)) },
        ],
      ];
      for (const ways of groups)
        for (const rate of await alternate(ways, { concurrency, rounds, roundMs: 150 }))
          (table[rate.name] ??= {})[`${name}, ${concurrency} at once`] = cell(rate.perSecond, rate.share);
    }
  console.log(
    `Operations per second (cost against the same without RLS), medians of ${rounds} alternating rounds:`,
  );
  console.table(table);
  await unbound.$disconnect();
  await bound.$disconnect();
}

/** Prisma's promises are lazy: the tenant must be in scope while one is awaited. */
const as = (tenantId: string, act: (tenantId: string) => PromiseLike<unknown>) =>
  inTenant(tenantId, async () => act(tenantId));

function cell(perSecond: number, share: number): string {
  const cost = (1 - share) * 100;
  const rounded = Math.round(perSecond).toString();
  return share === 1 ? rounded : `${rounded} (${cost >= 0 ? "" : "+"}${Math.abs(cost).toFixed(0)} %)`;
}

async function fill(pool: Pool): Promise<void> {
  await pool.query(
    `INSERT INTO wework_corps (${columns})
     SELECT gen_random_uuid(), tenant, 'A corporation', 'ww' || n, 'https://provider.example', 'sealed', 'sealed',
            now() - n * interval '1 minute', now()
     FROM unnest($1::uuid[]) AS tenant, generate_series(1, $2::int) AS n`,
    [tenants, rowsOfTenant],
  );
  await pool.query("VACUUM ANALYZE wework_corps");
}

await main();
