import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { withDatabase } from "./databaseUrl.ts";

export interface Scratch {
  readonly name: string;
  readonly url: string;
  drop(): Promise<void>;
}

/** An empty database for a moment's work, next to the one that `url` names. */
export async function createScratch(url: string): Promise<Scratch> {
  const name = `wegraph_scratch_${randomUUID().replaceAll("-", "")}`;
  await onServer(url, `CREATE DATABASE "${name}" TEMPLATE template0`);
  return {
    name,
    url: withDatabase(url, name),
    drop: () => onServer(url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: withDatabase(url, "postgres") });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
