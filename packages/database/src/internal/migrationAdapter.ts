import { PrismaPg } from "@prisma/adapter-pg";
import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import { Pool, types } from "pg";
import type { QueryArrayConfig, QueryArrayResult } from "pg";
import { createScratch } from "./scratch.ts";

/** How a script reaches the server; the engine calls it with a whole migration. */
export type RunScript = (script: string, send: (sql: string) => Promise<void>) => Promise<void>;

/**
 * The schema engine's way to Postgres. Prisma's own adapter cuts a script at every semicolon, which breaks
 * functions, DO blocks and string literals, and commits each piece by itself. Here a script is sent whole: the
 * server parses it and runs it as one transaction, so a migration that fails leaves nothing behind.
 */
export class MigrationAdapter implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = "postgres";
  readonly adapterName = "@prisma/adapter-pg";
  private readonly opened: SqlDriverAdapter[] = [];

  constructor(
    private readonly url: string,
    private readonly run: RunScript = (script, send) => send(script),
  ) {}

  connect(): Promise<SqlDriverAdapter> {
    return this.open(this.url, this.run, async () => undefined);
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const shadow = await createScratch(this.url);
    return this.open(
      shadow.url,
      (script, send) => send(script),
      () => shadow.drop(),
    );
  }

  /** The engine leaves its connections open when it is done. */
  async close(): Promise<void> {
    for (const adapter of this.opened) await adapter.dispose();
  }

  private async open(url: string, run: RunScript, afterEnd: () => Promise<void>): Promise<SqlDriverAdapter> {
    // One connection: the lock that the engine takes must be on the connection that migrates.
    const pool = new Pool({ connectionString: url, max: 1, application_name: "wegraph-migrate" });
    const charColumns = watchCharColumns(pool);
    const adapter = await new PrismaPg(pool).connect();

    const query = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (sql) => {
      const result = await query(sql);
      for (const i of charColumns.get(result.rows) ?? []) result.columnTypes[i] = ColumnTypeEnum.Character;
      return result;
    };
    const send = async (sql: string) => void (await pool.query(sql));
    adapter.executeScript = (script) => run(script, send);
    adapter.dispose = async () => {
      if (pool.ending) return;
      await pool.end();
      await afterEnd();
    };
    this.opened.push(adapter);
    return adapter;
  }
}

const charOid = 18;

/**
 * The engine reads catalogue columns of the type "char" (what kind of constraint is this?), which Prisma's
 * adapter refuses. They pass through it as text, and are remembered by the array of their rows.
 */
function watchCharColumns(pool: Pool): WeakMap<unknown[][], number[]> {
  const seen = new WeakMap<unknown[][], number[]>();
  const send: (query: QueryArrayConfig) => Promise<QueryArrayResult<unknown[]>> = pool.query.bind(pool);
  Object.assign(pool, {
    async query(query: QueryArrayConfig) {
      const result = await send(query);
      const columns =
        result.fields?.flatMap(({ dataTypeID }, i) => (dataTypeID === charOid ? [i] : [])) ?? [];
      for (const i of columns) Object.assign(result.fields[i] ?? {}, { dataTypeID: types.builtins.TEXT });
      if (columns.length > 0) seen.set(result.rows, columns);
      return result;
    },
  });
  return seen;
}
