import { randomUUID } from "node:crypto";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { serverUrlFromEnvironment } from "./config.ts";
import { withDatabase } from "./internal/databaseUrl.ts";
import { withClient } from "./internal/withClient.ts";
import { openDatabase } from "./open.ts";
import type { OpenedDatabase } from "./open.ts";
import { inTenant } from "./scope.ts";
import { openTestDatabase, testSecret } from "./test.ts";
import { makeSchemaFolder, notesModel, notesSql } from "./testing/schemaFolder.ts";
import type { SchemaFolder } from "./testing/schemaFolder.ts";

const adminUrl = serverUrlFromEnvironment() ?? "";
const admin = (sql: string) =>
  withClient(
    withDatabase(adminUrl, "postgres"),
    async (client) => (await client.query<{ datname: string }>(sql)).rows,
  );

let folder: SchemaFolder;
let name: string;
beforeEach(async () => {
  folder = await makeSchemaFolder(notesModel);
  await folder.setMigration("20260101000000_notes", notesSql);
  name = `open_${randomUUID().slice(0, 8)}`;
});
afterEach(async () => {
  await folder.remove();
  const made = await admin(`SELECT datname FROM pg_database WHERE datname LIKE '${name}%'`);
  for (const { datname } of made) await admin(`DROP DATABASE "${datname}" WITH (FORCE)`);
});

const insertNote = (database: OpenedDatabase, tenant: string) =>
  inTenant(tenant, () =>
    database.app.query("INSERT INTO notes VALUES ($1, $2, 'x')", [randomUUID(), tenant]),
  );
const notes = async (database: OpenedDatabase) =>
  (await database.system.query<{ n: number }>("SELECT count(*)::int AS n FROM notes")).rows[0]?.n;

const openDomain = () =>
  openDatabase({
    adminUrl,
    database: name,
    schemaDir: folder.path,
    secret: testSecret,
    log: pino({ level: "silent" }),
  });
const openTest = () => openTestDatabase({ database: name, schemaDir: folder.path });

describe("opening a domain's database", () => {
  it("works from nothing, by several processes at once", async () => {
    const all = await Promise.all(Array.from({ length: 4 }, openDomain));
    await Promise.all(all.map((database) => insertNote(database, randomUUID())));
    const [first] = all;
    expect(first && (await notes(first))).toBe(4);
    expect(first && (await first.app.query("SELECT FROM notes")).rowCount).toBe(0);
    await Promise.all(all.map((database) => database.close()));
  });

  it("does not serve when a table keeps tenants not apart", async () => {
    await folder.setMigration("20260102000000_leak", "ALTER TABLE notes NO FORCE ROW LEVEL SECURITY");
    await expect(openDomain()).rejects.toThrow("table notes does not force row-level security");
  });

  it("connections time out whatever may hang, and say whose they are", async () => {
    const database = await openDomain();
    const asked = `SELECT name, setting FROM pg_settings WHERE name ~ '^(statement_timeout|lock_timeout|idle_in_tr.*|application_name)$'`;
    const { rows } = await database.app.query<{ name: string; setting: string }>(asked);
    expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
      application_name: "wegraph-app",
      idle_in_transaction_session_timeout: "30000",
      lock_timeout: "5000",
      statement_timeout: "15000",
    });
    await database.close();
  });
});

describe("a test's database", () => {
  it("is private, and all that are opened at once come from one template", async () => {
    const all = await Promise.all(Array.from({ length: 6 }, openTest));
    await Promise.all(all.slice(1).map((database) => insertNote(database, randomUUID())));
    expect(await Promise.all(all.map(notes))).toEqual([0, 1, 1, 1, 1, 1]);
    expect(await admin(`SELECT datname FROM pg_database WHERE datname LIKE '${name}%'`)).toHaveLength(1);
    await Promise.all(all.map((database) => database.close()));
  });

  it("follows the migrations: other migrations, another template", async () => {
    await (await openTest()).close();
    await folder.setMigration("20260102000000_more", "ALTER TABLE notes ADD COLUMN more text");
    const database = await openTest();
    expect((await database.system.query("SELECT more FROM notes")).rows).toEqual([]);
    await database.close();
  });

  it("is made although an attempt to make its template died half way, and is gone when closed", async () => {
    await folder.setMigration("20260102000000_bad", "SELECT nonsense");
    await expect(openTest()).rejects.toThrow("20260102000000_bad");
    await folder.setMigration("20260102000000_bad", "SELECT 1");
    const database = await openTest();
    const { rows } = await database.system.query<{ db: string }>("SELECT current_database() AS db");
    await database.close();
    expect(await admin(`SELECT datname FROM pg_database WHERE datname = '${rows[0]?.db}'`)).toEqual([]);
  });
});
