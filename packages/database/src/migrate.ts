import { DatabaseError } from "pg";
import type { ClientBase } from "pg";
import type { Logger } from "pino";
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { emptyOr } from "./diff.ts";
import { noFilter, withEngine } from "./internal/engine.ts";
import { MigrationAdapter } from "./internal/migrationAdapter.ts";
import { readMigrations, readSchema } from "./internal/migrationFiles.ts";
import { MigrationError, explain } from "./internal/migrationError.ts";
import { withLock } from "./internal/withClient.ts";
import { appRole, systemRole } from "./roles.ts";

export interface MigrateOptions {
  /** Database and login of its owner. */
  url: string;
  /** Folder of schema.prisma and migrations/. */
  schemaDir: string;
  log: Logger;
}

/**
 * Applies what is pending, in order, and returns the names. Of several processes that start together one works
 * and the others wait for it. Each migration is one transaction together with its entry in the history, so one
 * that failed, or whose process died, has left nothing behind: correct the file and start again.
 */
export async function migrate({ url, schemaDir, log }: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(schemaDir);
  return withLock(url, "migrate", async (client) => {
    let failure: MigrationError | undefined;
    const adapter = new MigrationAdapter(url, async (script, send) => {
      const name = nameOf(script, migrations);
      if (name === undefined) return send(script);
      await send(finishing(script, name)).catch((error: unknown) => {
        if (error instanceof DatabaseError) failure = explain(error, name, script);
        throw error;
      });
    });
    return withEngine(adapter, await readSchema(schemaDir), async (engine) => {
      await checkHistory(engine, migrations, log);
      try {
        const { appliedMigrationNames } = await engine.applyMigrations({
          migrationsList: migrations,
          filters: noFilter,
        });
        for (const name of appliedMigrationNames) log.info({ migration: name }, "migration applied");
        return appliedMigrationNames;
      } catch (error) {
        throw failure ?? error;
      } finally {
        await closeHistory(client);
      }
    });
  });
}

/**
 * The SQL that would bring the database to schema.prisma: '' when it is there. What Prisma has no words for
 * (policies, partitions, partial indexes, functions) does not count.
 */
export async function drift({ url, schemaDir }: Omit<MigrateOptions, "log">): Promise<string> {
  const schema = await readSchema(schemaDir);
  return withEngine(new MigrationAdapter(url), schema, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: "schemaDatasource", ...schema, configDir: schemaDir },
      to: { tag: "schemaDatamodel", ...schema },
      script: true,
      exitCode: null,
      filters: noFilter,
    });
    return emptyOr(stdout);
  });
}

function nameOf(script: string, { migrationDirectories }: MigrationList): string | undefined {
  return migrationDirectories.find(({ migrationFile }) => migrationFile.content.value === script)?.path;
}

/** The engine marks the entry as finished afterwards, in a transaction of its own; a crash may come between. */
function finishing(script: string, name: string): string {
  return `${script}
;UPDATE "_prisma_migrations" SET "finished_at" = now(), "applied_steps_count" = 1
WHERE "migration_name" = '${name.replaceAll("'", "''")}' AND "finished_at" IS NULL AND "rolled_back_at" IS NULL`;
}

async function checkHistory(engine: SchemaEngine, migrationsList: MigrationList, log: Logger): Promise<void> {
  const found = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters: noFilter,
  });
  const edited = found.editedMigrationNames.find((name) => !found.failedMigrationNames.includes(name));
  if (edited !== undefined)
    throw new MigrationError(
      edited,
      `Migration ${edited} was edited after it had been applied. Restore it and put the change into a new one.`,
    );
  // Not finished means rolled back by the server (see `finishing`), so it may simply be tried again.
  for (const migrationName of found.failedMigrationNames)
    await engine.markMigrationRolledBack({ migrationName });
  if (found.history && "unpersistedMigrationNames" in found.history)
    log.warn(
      { migrations: found.history.unpersistedMigrationNames },
      "the database is ahead of this version",
    );
}

/** The default privileges gave the roles the history as well. */
async function closeHistory(client: ClientBase): Promise<void> {
  const { rowCount } = await client.query(
    "SELECT FROM pg_roles WHERE rolname = $1 AND to_regclass('_prisma_migrations') IS NOT NULL",
    [appRole],
  );
  if (rowCount) await client.query(`REVOKE ALL ON "_prisma_migrations" FROM ${appRole}, ${systemRole}`);
}
