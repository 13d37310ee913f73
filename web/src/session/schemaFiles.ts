import { download } from "../charts/csv.ts";
import type { Session } from "./session.ts";

/** What describes the interface to programs: the graph, and its REST routes. */
export const schemaFiles = [
  { key: "graphql", path: "/graphql/schema.graphql", name: "wegraph.schema.graphql" },
  { key: "openapi", path: "/api/openapi.json", name: "wegraph.openapi.json" },
] as const;

export type SchemaFile = (typeof schemaFiles)[number];

/** Whoever may read the schema proves it by a header, which a plain link cannot send. */
export async function downloadSchemaFile(session: Session, { path, name }: SchemaFile): Promise<void> {
  const response = await fetch(path, { headers: { authorization: `Bearer ${await session.token()}` } });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  download(name, await response.text(), response.headers.get("content-type") ?? "text/plain");
}
