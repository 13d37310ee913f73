import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { projectRoot } from "./paths.ts";

const loginsShape = z.array(
  z.object({ tenant: z.string(), email: z.string(), password: z.string(), roles: z.array(z.string()) }),
);

/** The demo's logins as a table, one line each. */
export function demoLogins(): string[] {
  const logins = loginsShape.parse(JSON.parse(readFileSync(join(projectRoot, "docs/demo.json"), "utf8")));
  const rows = logins.map(({ tenant, email, password, roles }) => [
    email,
    password,
    roles.join(", "),
    tenant,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("   ")}`);
}
