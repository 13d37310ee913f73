import { randomUUID } from "node:crypto";
import { withDatabase } from "./databaseUrl.ts";
import { withClient } from "./withClient.ts";

export interface Scratch {
  readonly name: string;
  readonly url: string;
  drop(): Promise<void>;
}

/** An empty database for a moment's work, next to the one that `url` names. */
export async function createScratch(url: string): Promise<Scratch> {
  const name = `wegraph_scratch_${randomUUID().replaceAll("-", "")}`;
  const onServer = (sql: string) =>
    withClient(withDatabase(url, "postgres"), async (client) => void (await client.query(sql)));
  await onServer(`CREATE DATABASE "${name}" TEMPLATE template0`);
  return {
    name,
    url: withDatabase(url, name),
    drop: () => onServer(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  };
}
