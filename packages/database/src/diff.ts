import { Client } from "pg";
import { noFilter, withEngine } from "./internal/engine.ts";
import { MigrationAdapter } from "./internal/migrationAdapter.ts";
import { readMigrations, readSchema } from "./internal/migrationFiles.ts";
import { createScratch } from "./internal/scratch.ts";
import { ensureRoles } from "./roles.ts";

/**
 * The SQL that leads from the domain's migrations to its schema.prisma; '' when there is nothing to do.
 * The migrations are played on scratch databases of the server, which are dropped again.
 */
export async function pendingSql({
  adminUrl,
  schemaDir,
}: {
  adminUrl: string;
  schemaDir: string;
}): Promise<string> {
  const schema = await readSchema(schemaDir);
  const migrations = await readMigrations(schemaDir);
  const scratch = await createScratch(adminUrl);
  try {
    await prepare(scratch.url);
    return await withEngine(new MigrationAdapter(scratch.url), schema, async (engine) => {
      const { stdout } = await engine.diff({
        from: { tag: "migrations", ...migrations },
        to: { tag: "schemaDatamodel", ...schema },
        script: true,
        exitCode: null,
        filters: noFilter,
      });
      return emptyOr(stdout);
    });
  } finally {
    await scratch.drop();
  }
}

/** Policies and grants in the migrations name the roles, which therefore must exist. */
async function prepare(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await ensureRoles(client);
  } finally {
    await client.end();
  }
}

/** The engine says "This is an empty migration." in a comment. */
export function emptyOr(script: string | null): string {
  const sql = script ?? "";
  return sql.split("\n").every((line) => line === "" || line.startsWith("--")) ? "" : sql;
}
