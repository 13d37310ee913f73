import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import type { OpenedDatabase } from "@wegraph/database/open";
import { inTenant } from "@wegraph/database/scope";
import { openTestDatabase } from "@wegraph/database/test";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PrismaClient } from "./client.ts";
import { schemaDir } from "./location.ts";

const tenants = Array.from({ length: 8 }, () => randomUUID());
const [victim = "", thief = ""] = tenants;
const keyOf = (tenantId: string) => ({ tenantId_scope_key: { tenantId, scope: "test", key: "k" } });

let database: OpenedDatabase;
let client: PrismaClient;

beforeAll(async () => {
  database = await openTestDatabase({ database: "saas_unified_core", schemaDir });
  client = new PrismaClient({ adapter: new PrismaPg(database.app) });
  for (const tenantId of tenants)
    await inTenant(tenantId, async () =>
      client.idempotencyKey.create({ data: { tenantId, scope: "test", key: "k", inputHash: tenantId } }),
    );
});
afterAll(async () => {
  await client.$disconnect();
  await database.close();
});

/** In every tenant at the same time, many times. */
const everywhere = <T>(act: (tenantId: string) => Promise<T>) =>
  Promise.all(Array.from({ length: 25 }, () => tenants.map((id) => inTenant(id, () => act(id)))).flat());

describe("one client for all tenants", () => {
  it("finds each tenant's own row when all look at once", async () => {
    await everywhere(async (tenantId) => {
      const row = await client.idempotencyKey.findUnique({ where: keyOf(tenantId) });
      expect(row?.inputHash).toBe(tenantId);
    });
  });

  it("does not find another tenant's row because its owner looks for it at the same moment", async () => {
    const owners = inTenant(victim, async () => client.idempotencyKey.findUnique({ where: keyOf(victim) }));
    const stolen = inTenant(thief, async () =>
      Promise.all([
        client.idempotencyKey.findUnique({ where: keyOf(victim) }),
        client.idempotencyKey.findUnique({ where: keyOf(thief) }),
      ]),
    );
    const nobodys = client.idempotencyKey.findUnique({ where: keyOf(victim) });
    expect(await nobodys).toBeNull();
    expect(await owners).toMatchObject({ inputHash: victim });
    expect(await stolen).toMatchObject([null, { inputHash: thief }]);
  });

  it("runs a list of operations as one transaction in the tenant of its caller", async () => {
    await everywhere(async (tenantId) => {
      const [rows, count] = await client.$transaction([
        client.idempotencyKey.findMany(),
        client.idempotencyKey.count(),
      ]);
      expect(rows.map((row) => row.tenantId)).toEqual([tenantId]);
      expect(count).toBe(1);
    });
  });

  it("runs an interactive transaction in the tenant of its caller, whatever is asked at once in it", async () => {
    await everywhere(async (tenantId) =>
      client.$transaction(
        async (tx) => {
          const found = await Promise.all(
            tenants.map((id) => tx.idempotencyKey.findUnique({ where: keyOf(id) })),
          );
          expect(found.map((row) => row?.tenantId)).toEqual(
            tenants.map((id) => (id === tenantId ? id : undefined)),
          );
        },
        { maxWait: 20_000, timeout: 20_000 },
      ),
    );
  });

  it("still answers the look-ups of one tenant by one query", async () => {
    let queries = 0;
    const count = () => queries++;
    database.app.on("acquire", count);
    await inTenant(victim, async () =>
      Promise.all(
        ["k", "a", "b", "c"].map((key) =>
          client.idempotencyKey.findUnique({
            where: { tenantId_scope_key: { tenantId: victim, scope: "test", key } },
          }),
        ),
      ),
    );
    database.app.off("acquire", count);
    expect(queries).toBe(1);
  });
});
