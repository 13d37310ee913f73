// Prints the SQL from a domain's migrations to its schema.prisma, or writes it as the next migration:
//   node --import @oxc-node/core/register packages/database/src/diff.main.ts core
//   node --import @oxc-node/core/register packages/database/src/diff.main.ts core --name add_devices
import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { serverUrlFromEnvironment } from "./config.ts";
import { pendingSql } from "./diff.ts";
import { startPrivateServer } from "./internal/privateServer.ts";

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { name: { type: "string" } },
  });
  const [domain] = positionals;
  if (domain === undefined || !/^\w+$/.test(values.name ?? "migration"))
    throw new Error("Usage: diff.main.ts <domain> [--name <what_it_does>]");
  const schemaDir = fileURLToPath(new URL(`../../../prisma/${domain}`, import.meta.url));

  const sql = await diff(schemaDir);

  if (sql === "") console.log(`-- The migrations of ${domain} lead to its schema.prisma already.`);
  else if (values.name === undefined) console.log(sql);
  else console.log(await write(schemaDir, values.name, sql));
}

async function diff(schemaDir: string): Promise<string> {
  const adminUrl = serverUrlFromEnvironment();
  if (adminUrl !== undefined) return pendingSql({ adminUrl, schemaDir });
  const server = await startPrivateServer();
  try {
    return await pendingSql({ adminUrl: server.url, schemaDir });
  } finally {
    await server.stop();
  }
}

async function write(schemaDir: string, name: string, sql: string): Promise<string> {
  const timestamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const folder = join(schemaDir, "migrations", `${timestamp}_${name}`);
  await mkdir(folder, { recursive: true });
  const file = join(folder, "migration.sql");
  await writeFile(file, sql);
  return relative(process.cwd(), file);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
