import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import type { ArgType, SqlDriverAdapter, SqlQuery, SqlQueryable } from "@prisma/driver-adapter-utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenedDatabase } from "./open.ts";
import { inTenant } from "./scope.ts";
import { openTestDatabase } from "./test.ts";
import { makeSchemaFolder, notesModel, notesSql } from "./testing/schemaFolder.ts";

const text: ArgType = { scalarType: "string", arity: "scalar" };
const query = (sql: string, ...args: string[]): SqlQuery => ({ sql, args, argTypes: args.map(() => text) });

const scopeOf = query("SELECT current_setting('app.tenant_id', true)");
const count = query("SELECT count(*)::int FROM notes");
const insert = (tenant: string, note: string) =>
  query("INSERT INTO notes VALUES ($1::uuid, $2::uuid, $3)", randomUUID(), tenant, note);

let database: OpenedDatabase;
let prisma: SqlDriverAdapter;

beforeAll(async () => {
  const folder = await makeSchemaFolder(notesModel);
  await folder.setMigration("20260101000000_notes", notesSql);
  database = await openTestDatabase({ database: "adapter", schemaDir: folder.path });
  await folder.remove();
  prisma = await new PrismaPg(database.app).connect();
});
afterAll(async () => {
  await prisma.dispose();
  await database.close();
});

const first = async (on: SqlQueryable, what: SqlQuery) => (await on.queryRaw(what)).rows[0]?.[0];

/** As Prisma's engine ends a transaction: the statement, then the adapter's own clean-up. */
async function transaction<T>(
  work: (tx: SqlQueryable) => Promise<T>,
  end: "COMMIT" | "ROLLBACK",
): Promise<T> {
  const tx = await prisma.startTransaction("REPEATABLE READ");
  try {
    return await work(tx);
  } finally {
    await tx.executeRaw(query(end));
    await (end === "COMMIT" ? tx.commit() : tx.rollback());
  }
}

describe("Prisma's adapter on the tenant pool", () => {
  it("reads and writes in the tenant of the caller, concurrently", async () => {
    const tenants = Array.from({ length: 50 }, () => randomUUID());
    await Promise.all(
      tenants.map((tenant, i) =>
        inTenant(tenant, async () => {
          for (let n = 0; n <= i % 5; n++) expect(await prisma.executeRaw(insert(tenant, `${n}`))).toBe(1);
          expect(await first(prisma, count)).toBe((i % 5) + 1);
        }),
      ),
    );
    expect(await first(prisma, count)).toBe(0);
  });

  it("keeps interactive transactions whole: a rollback takes everything back, a commit nothing", async () => {
    const tenants = Array.from({ length: 40 }, () => randomUUID());
    await Promise.all(
      tenants.map((tenant, i) =>
        inTenant(tenant, async () => {
          const end = i % 2 ? "COMMIT" : "ROLLBACK";
          await transaction(async (tx) => {
            await Promise.all([tx.executeRaw(insert(tenant, "one")), tx.executeRaw(insert(tenant, "two"))]);
            expect(await first(tx, scopeOf)).toBe(tenant);
            expect(await first(tx, count)).toBe(2);
          }, end);
          expect(await first(prisma, count)).toBe(i % 2 ? 2 : 0);
        }),
      ),
    );
  });

  it("reports a refused row as Prisma knows it, inside and outside a transaction, and goes on", async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    await inTenant(mine, async () => {
      const refusal = { cause: { originalCode: "42501" } };
      await expect(prisma.executeRaw(insert(other, "smuggled"))).rejects.toMatchObject(refusal);
      await transaction(
        async (tx) => expect(tx.executeRaw(insert(other, "smuggled"))).rejects.toMatchObject(refusal),
        "ROLLBACK",
      );
      await prisma.executeRaw(insert(mine, "same"));
      await expect(prisma.executeRaw(insert(mine, "same"))).rejects.toMatchObject({
        cause: { kind: "UniqueConstraintViolation" },
      });
      expect(await first(prisma, count)).toBe(1);
    });
  });

  it("savepoints and cursors of a transaction stay in its tenant", async () => {
    const tenant = randomUUID();
    await inTenant(tenant, () =>
      transaction(async (tx) => {
        await tx.executeRaw(insert(tenant, "kept"));
        await tx.executeRaw(query("SAVEPOINT s"));
        await expect(tx.executeRaw(insert(randomUUID(), "refused"))).rejects.toThrow();
        await tx.executeRaw(query("ROLLBACK TO SAVEPOINT s"));
        await tx.executeRaw(query("DECLARE c CURSOR FOR SELECT text FROM notes"));
        expect((await tx.queryRaw(query("FETCH ALL c"))).rows).toEqual([["kept"]]);
      }, "COMMIT"),
    );
  });
});
