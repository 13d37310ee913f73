import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SchemaEngine, SchemasContainer } from "@prisma/schema-engine-wasm/schema_engine_bg";
import type { MigrationAdapter } from "./migrationAdapter.ts";
import { loadWasmEngine } from "./wasmEngine.ts";

/** Lends the schema engine to `work`. */
export async function withEngine<T>(
  adapter: MigrationAdapter,
  schema: SchemasContainer,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadWasmEngine();
  const datamodels = schema.files.map(({ path, content }): [string, string] => [path, content]);
  try {
    const engine = await SchemaEngine.new(
      { datamodels },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(adapter),
    );
    const result = await work(engine);
    engine.free();
    return result;
  } finally {
    await adapter.close();
  }
}

/** Nothing in our databases is managed by anyone else. */
export const noFilter = { externalTables: [], externalEnums: [] };
