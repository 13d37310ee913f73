import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serverUrlFromEnvironment } from "./config.ts";
import { pendingSql } from "./diff.ts";
import { MigrationError } from "./internal/migrationError.ts";
import { createScratch } from "./internal/scratch.ts";
import { withClient } from "./internal/withClient.ts";
import { drift, migrate } from "./migrate.ts";
import { provision } from "./provision.ts";
import { testSecret } from "./test.ts";
import { infrastructure, makeSchemaFolder, notesModel, notesSql } from "./testing/schemaFolder.ts";
import type { SchemaFolder } from "./testing/schemaFolder.ts";

const log = pino({ level: "silent" });
const adminUrl = serverUrlFromEnvironment() ?? "";

let folder: SchemaFolder;
let url: string;
let drop: () => Promise<void>;

beforeEach(async () => {
  folder = await makeSchemaFolder(notesModel);
  const scratch = await createScratch(adminUrl);
  ({ owner: url } = await provision({ adminUrl, database: scratch.name, secret: testSecret }));
  drop = () => scratch.drop();
});
afterEach(async () => {
  await folder.remove();
  await drop();
});

const run = (sql: string, on = url) =>
  withClient(on, async (client) => (await client.query<Record<string, unknown>>(sql)).rows);
const apply = () => migrate({ url, schemaDir: folder.path, log });
const refusal = async () => {
  const error: unknown = await apply().catch((reason: unknown) => reason);
  if (error instanceof MigrationError) return error;
  throw new Error("a MigrationError was expected", { cause: error });
};

describe("migrating", () => {
  it("applies what is pending in order, once", async () => {
    await folder.setMigration("20260102000000_second", `ALTER TABLE "notes" ADD COLUMN "more" text`);
    await folder.setMigration("20260101000000_first", notesSql);
    expect(await apply()).toEqual(["20260101000000_first", "20260102000000_second"]);
    expect(await apply()).toEqual([]);
    await folder.setMigration("20260103000000_third", `ALTER TABLE "notes" DROP COLUMN "more"`);
    expect(await apply()).toEqual(["20260103000000_third"]);
    expect(await drift({ url, schemaDir: folder.path })).toBe("");
  });

  it("of five processes that start together one applies, and all find it done", async () => {
    await folder.setMigration("20260101000000_first", `${notesSql} SELECT pg_sleep(0.3);`);
    const all = await Promise.all(Array.from({ length: 5 }, apply));
    expect(all.flat()).toEqual(["20260101000000_first"]);
    expect(await run("SELECT count(*)::int AS n FROM _prisma_migrations")).toEqual([{ n: 1 }]);
  });

  it("runs a script as the server reads it: functions, blocks, semicolons and quotes in literals", async () => {
    await folder.setMigration(
      "20260101000000_script",
      `${notesSql}
      CREATE FUNCTION shout(t text) RETURNS text LANGUAGE plpgsql AS $f$
      BEGIN RETURN upper(t) || ';'; END; $f$;
      DO $$ BEGIN INSERT INTO notes VALUES (gen_random_uuid(), gen_random_uuid(), shout('a;b''c')); END $$;
      -- the last line is a comment; without a line break`,
    );
    await apply();
    expect(await run("SELECT text FROM notes")).toEqual([{ text: "A;B'C;" }]);
  });

  it("says which migration failed, why and where; nothing of it stays, and the corrected file is applied", async () => {
    await folder.setMigration("20260101000000_good", notesSql);
    await folder.setMigration(
      "20260102000000_bad",
      `ALTER TABLE "notes" ADD COLUMN "half" text;\nCREATE TABLE "more" (id int);\nALTER TABLE "missing" ADD COLUMN x int;`,
    );
    const error = await refusal();
    expect(error.migration).toBe("20260102000000_bad");
    expect(error.message).toContain(`relation "missing" does not exist (42P01)`);
    expect(error.message).toContain("correct the file and start again");
    expect(await run("SELECT to_regclass('more') AS more")).toEqual([{ more: null }]);
    expect((await refusal()).migration).toBe("20260102000000_bad");

    await folder.setMigration("20260102000000_bad", `ALTER TABLE "notes" ADD COLUMN "whole" text`);
    expect(await apply()).toEqual(["20260102000000_bad"]);
    expect(await apply()).toEqual([]);
  });

  it("names the line of a mistake in the SQL", async () => {
    await folder.setMigration("20260101000000_typo", `-- one\n-- two\nCRAETE TABLE x ();`);
    expect((await refusal()).message).toMatch(
      /^Migration 20260101000000_typo failed at line 3: syntax error.*\(42601\)/,
    );
  });

  it("goes on after a process that died half way through a migration", async () => {
    await folder.setMigration("20260101000000_first", notesSql);
    await folder.setMigration("20260102000000_slow", `CREATE TABLE "slow" (id int); SELECT pg_sleep(20);`);
    const dying = apply().catch((reason: unknown) => reason);
    const sleeping = `FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%"slow"%' AND pid <> pg_backend_pid()`;
    await expect
      .poll(() => run(`SELECT 1 AS found ${sleeping} AND state = 'active'`))
      .toEqual([{ found: 1 }]);
    await run(`SELECT pg_terminate_backend(pid) ${sleeping}`);
    expect(await dying).toBeInstanceOf(Error);
    expect(await run("SELECT to_regclass('slow') AS slow")).toEqual([{ slow: null }]);

    await folder.setMigration("20260102000000_slow", `CREATE TABLE "slow" (id int);`);
    expect(await apply()).toEqual(["20260102000000_slow"]);
  });

  it("refuses a migration that was edited after it had been applied, and applies nothing then", async () => {
    await folder.setMigration("20260101000000_first", notesSql);
    await apply();
    await folder.setMigration("20260101000000_first", `${notesSql}\nCREATE TABLE "late" (id int);`);
    await folder.setMigration("20260102000000_next", `CREATE TABLE "next" (id int);`);
    expect((await refusal()).message).toContain("20260101000000_first was edited after it had been applied");
    expect(await run("SELECT to_regclass('next') AS next")).toEqual([{ next: null }]);
  });

  it("takes a file with Windows line ends for the same migration", async () => {
    await folder.setMigration("20260101000000_first", notesSql);
    await apply();
    await folder.setMigration("20260101000000_first", notesSql.replaceAll("\n", "\r\n"));
    expect(await apply()).toEqual([]);
  });

  it("keeps the roles out of the history", async () => {
    await folder.setMigration("20260101000000_first", notesSql);
    await apply();
    const { app, system } = await provision({
      adminUrl,
      database: new URL(url).pathname.slice(1),
      secret: testSecret,
    });
    for (const role of [app, system])
      await expect(run("SELECT FROM _prisma_migrations", role)).rejects.toMatchObject({ code: "42501" });
  });
});

describe("drift", () => {
  const exotic = `
    CREATE INDEX "notes_unread" ON "notes"("id") WHERE "text" = '';
    CREATE UNIQUE INDEX "notes_lower" ON "notes"(lower("text"), "tenant_id");
    ALTER TABLE "notes" ADD CONSTRAINT "notes_short" CHECK (char_length("text") < 1000);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
    CREATE TRIGGER "notes_touch" BEFORE UPDATE ON "notes" FOR EACH ROW EXECUTE FUNCTION touch();
    CREATE TABLE "samples" (
      "id" UUID NOT NULL, "tenant_id" UUID NOT NULL, "at" TIMESTAMPTZ(3) NOT NULL,
      CONSTRAINT "samples_pkey" PRIMARY KEY ("id", "at")
    ) PARTITION BY RANGE ("at");
    CREATE INDEX "samples_tenant_id_at_idx" ON "samples"("tenant_id", "at");
    CREATE TABLE "samples_2026" PARTITION OF "samples" FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    CREATE TABLE "samples_rest" PARTITION OF "samples" DEFAULT;
    ALTER TABLE "samples" ENABLE ROW LEVEL SECURITY;
    ALTER TABLE "samples" FORCE ROW LEVEL SECURITY;
    CREATE VIEW "recent" AS SELECT * FROM "samples";`;
  const samples = `
model Sample {
  id       String   @db.Uuid
  tenantId String   @map("tenant_id") @db.Uuid
  at       DateTime @db.Timestamptz(3)
  @@id([id, at])
  @@index([tenantId, at])
  @@map("samples")
}`;

  it("is none where SQL says what Prisma cannot: policies, partitions, partial and expression indexes, checks, triggers, views", async () => {
    const { models, sql } = await infrastructure();
    await folder.setSchema(notesModel + samples + models);
    await folder.setMigration("20260101000000_first", `${notesSql}\n${exotic}\n${sql}`);
    await apply();
    expect(await drift({ url, schemaDir: folder.path })).toBe("");
    expect(await pendingSql({ adminUrl, schemaDir: folder.path })).toBe("");
  });

  it("is exactly what a model lacks or has too much, beside all of that", async () => {
    await folder.setSchema(
      notesModel.replace("text     String", "text     String\n  pinned   Boolean") + samples,
    );
    await folder.setMigration("20260101000000_first", `${notesSql}\n${exotic}`);
    await apply();
    const statements = async () =>
      (await drift({ url, schemaDir: folder.path }))
        .split("\n")
        .filter((line) => line && !line.startsWith("--"));
    expect(await statements()).toEqual([`ALTER TABLE "notes" ADD COLUMN     "pinned" BOOLEAN NOT NULL;`]);

    await folder.setSchema(
      notesModel.replace("@@unique([tenantId, text])", "") + samples.replace("(3)", "(6)"),
    );
    expect(await statements()).toEqual([
      `DROP INDEX "notes_tenant_id_text_key";`,
      expect.stringMatching(/^ALTER TABLE "samples"/),
      ...Array(2).fill(expect.any(String)),
    ]);
  });

  it("the difference between migrations and models is what the database would need", async () => {
    await folder.setSchema(notesModel);
    const sql = await pendingSql({ adminUrl, schemaDir: folder.path });
    await folder.setMigration("20260101000000_first", sql);
    await apply();
    expect(await drift({ url, schemaDir: folder.path })).toBe("");
    expect(await pendingSql({ adminUrl, schemaDir: folder.path })).toBe("");
  });
});

const announce = (tenant: string) =>
  `INSERT INTO wegraph_outbox (id, tenant_id, subject, payload) VALUES (gen_random_uuid(), '${tenant}', 's', '{}')`;

describe("the tables of every domain", () => {
  it("let a request announce for its tenant and nothing else, and hide what was heard", async () => {
    const { models, sql } = await infrastructure();
    await folder.setSchema(models);
    await folder.setMigration("20260101000000_first", sql);
    await apply();
    const { app, system } = await provision({
      adminUrl,
      database: new URL(url).pathname.slice(1),
      secret: testSecret,
    });
    const [mine, other] = ["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"];
    const asTenant = (statement: string) => run(`SET app.tenant_id = '${mine}'; ${statement}`, app);
    const denied = { code: "42501" };

    await asTenant(announce(mine));
    await expect(asTenant(announce(other))).rejects.toMatchObject(denied);
    await expect(run(announce(mine), app)).rejects.toMatchObject(denied);
    for (const refused of [
      "SELECT FROM wegraph_outbox",
      "DELETE FROM wegraph_outbox",
      "SELECT FROM wegraph_processed_events",
    ])
      await expect(asTenant(refused)).rejects.toMatchObject(denied);
    await asTenant(`INSERT INTO wegraph_idempotency_keys VALUES ('${mine}', 's', 'k', 'h')`);
    await expect(
      asTenant(`INSERT INTO wegraph_idempotency_keys VALUES ('${other}', 's', 'k', 'h')`),
    ).rejects.toMatchObject(denied);
    expect(await run("SELECT tenant_id FROM wegraph_outbox", system)).toEqual([{ tenant_id: mine }]);
    expect(await run("SELECT tenant_id FROM wegraph_idempotency_keys", app)).toEqual([]);
  });
});
