import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { MigrationList, SchemasContainer } from "@prisma/schema-engine-wasm/schema_engine_bg";

/** The migrations of a domain, oldest first (their names begin with a timestamp). */
export async function readMigrations(schemaDir: string): Promise<MigrationList> {
  const baseDir = join(schemaDir, "migrations");
  const entries = await readdir(baseDir, { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const migrationDirectories = await Promise.all(
    names.toSorted().map(async (path) => {
      const value = await readFile(join(baseDir, path, "migration.sql"), "utf8");
      // One line ending everywhere, or a checkout on Windows would look like an edited migration.
      const content = { tag: "ok" as const, value: value.replaceAll("\r\n", "\n") };
      return { path, migrationFile: { path: "migration.sql", content } };
    }),
  );
  const lockfile = { path: "migration_lock.toml", content: 'provider = "postgresql"\n' };
  return { baseDir, lockfile, shadowDbInitScript: "", migrationDirectories };
}

/** The domain's schema.prisma in the form the engine takes. */
export async function readSchema(schemaDir: string): Promise<SchemasContainer> {
  const path = join(schemaDir, "schema.prisma");
  return { files: [{ path, content: await readFile(path, "utf8") }] };
}
