import { createHash, randomUUID } from "node:crypto";
import { escapeIdentifier } from "pg";
import type { ClientBase } from "pg";
import { pino } from "pino";
import { serverUrlFromEnvironment } from "./config.ts";
import { readMigrations } from "./internal/migrationFiles.ts";
import { withDatabase } from "./internal/databaseUrl.ts";
import { withClient, withLock } from "./internal/withClient.ts";
import { migrate } from "./migrate.ts";
import { openPools } from "./open.ts";
import type { OpenedDatabase } from "./open.ts";
import { provision } from "./provision.ts";

const log = pino({ level: "silent" });
/** One for all: the roles, and so their passwords, are shared by all databases of the server. */
export const testSecret = "the secret of databases that only tests see";

/**
 * A database of the test file's own on the server of DATABASE_URL, made as production's are. All files clone
 * one migrated template, so this takes a moment only; close() drops it.
 */
export async function openTestDatabase(options: {
  database: string;
  schemaDir: string;
}): Promise<OpenedDatabase> {
  const adminUrl = serverUrlFromEnvironment();
  if (adminUrl === undefined)
    throw new Error("DATABASE_URL must name the Postgres server that tests may use.");
  const template = await ensureTemplate(adminUrl, options);
  const database = `test_${randomUUID().replaceAll("-", "")}`;
  await admin(adminUrl, `CREATE DATABASE ${database} TEMPLATE ${escapeIdentifier(template)}`);
  const urls = await provision({ adminUrl, database, secret: testSecret });
  const opened = openPools(urls, log, 8);
  return {
    ...opened,
    async close() {
      await opened.close();
      await admin(adminUrl, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    },
  };
}

/** The template's name tells what is in it; the first who needs it makes it while the others wait. */
async function ensureTemplate(
  adminUrl: string,
  { database, schemaDir }: { database: string; schemaDir: string },
): Promise<string> {
  const { migrationDirectories } = await readMigrations(schemaDir);
  const hash = createHash("sha256").update(JSON.stringify(migrationDirectories)).digest("hex");
  const name = `${database.slice(0, 30)}_template_${hash.slice(0, 16)}`;
  await withLock(withDatabase(adminUrl, "postgres"), name, async (client) => {
    if (await exists(client, name)) return;
    // Under another name until it is complete: a process may die half way.
    const unfinished = `${name}_new`;
    await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(unfinished)} WITH (FORCE)`);
    const { owner } = await provision({ adminUrl, database: unfinished, secret: testSecret });
    await migrate({ url: owner, schemaDir, log });
    await client.query(`ALTER DATABASE ${escapeIdentifier(unfinished)} RENAME TO ${escapeIdentifier(name)}`);
  });
  return name;
}

async function exists(client: ClientBase, database: string): Promise<boolean> {
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [database]);
  return rowCount === 1;
}

function admin(adminUrl: string, sql: string): Promise<void> {
  return withClient(withDatabase(adminUrl, "postgres"), async (client) => void (await client.query(sql)));
}
