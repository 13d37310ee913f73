import type { CoreDatabase, Tx } from "../database.ts";
import { builtInRoleKeys, builtInRoles } from "./builtInRoles.ts";
import { declaredPermissions } from "./catalogue.ts";
import type { CatalogueEntry } from "./permissions.rules.ts";

const purpose = "permission-catalogue";

/** Which permissions exist. Kept in memory, because every principal is worked out against it. */
export class CatalogueService {
  private known: readonly CatalogueEntry[] = [];

  constructor(private readonly db: CoreDatabase) {}

  /** In the order of their ids. */
  get entries(): readonly CatalogueEntry[] {
    return this.known;
  }

  /** Writes what the code declares, and the built-in roles; several processes may do so at once. */
  async start(): Promise<void> {
    await this.write(declaredPermissions);
  }

  /** Replaces what one domain declares; the tenant administrator's role grows and shrinks with it. */
  async declare(domain: string, entries: readonly CatalogueEntry[]): Promise<void> {
    await this.write({ [domain]: entries });
  }

  /** Takes over what other processes have declared. */
  async reload(): Promise<void> {
    this.known = await read(this.db.system(purpose));
  }

  private async write(byDomain: Readonly<Record<string, readonly CatalogueEntry[]>>): Promise<void> {
    this.known = await this.db.system(purpose).$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('permission catalogue', 0))`;
      for (const [domain, entries] of Object.entries(byDomain)) await writeDomain(tx, domain, entries);
      const all = await read(tx);
      await writeBuiltInRoles(tx, all);
      return all;
    });
  }
}

function read(tx: Pick<Tx, "permission">): Promise<CatalogueEntry[]> {
  const select = { id: true, description: true, platformOnly: true };
  return tx.permission.findMany({ select, orderBy: { id: "asc" } });
}

async function writeDomain(tx: Tx, domain: string, entries: readonly CatalogueEntry[]): Promise<void> {
  await tx.permission.deleteMany({ where: { domain, id: { notIn: entries.map(({ id }) => id) } } });
  await tx.$executeRaw`
    INSERT INTO saas_permissions (id, domain, resource, action, description, platform_only)
    SELECT id, ${domain}, split_part(id, ':', 1), split_part(id, ':', 2), description, coalesce("platformOnly", false)
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS e(id text, description text, "platformOnly" boolean)
    ON CONFLICT (id) DO UPDATE SET domain = excluded.domain, description = excluded.description,
      platform_only = excluded.platform_only`;
}

async function writeBuiltInRoles(tx: Tx, all: readonly CatalogueEntry[]): Promise<void> {
  const ordinary = all.filter(({ platformOnly }) => !platformOnly).map(({ id }) => id);
  const roles = builtInRoleKeys.map((key) => ({ key, ...builtInRoles[key] }));
  const held = roles.flatMap(({ id, permissions }) =>
    (permissions === "ORDINARY" ? ordinary : permissions).map((permission) => ({ id, permission })),
  );
  await tx.$executeRaw`
    INSERT INTO saas_roles (id, key, name, description, data_scope, platform_only, updated_at)
    SELECT id, key, name, description, "dataScope", "platformOnly", now()
    FROM jsonb_to_recordset(${JSON.stringify(roles)}::jsonb)
      AS r(id uuid, key text, name text, description text, "dataScope" data_scope, "platformOnly" boolean)
    ON CONFLICT (id) DO UPDATE SET key = excluded.key, name = excluded.name, description = excluded.description,
      data_scope = excluded.data_scope, platform_only = excluded.platform_only`;
  await tx.$executeRaw`
    WITH wanted AS (
      SELECT id, permission FROM jsonb_to_recordset(${JSON.stringify(held)}::jsonb) AS w(id uuid, permission text)
    ), gone AS (
      DELETE FROM saas_role_permissions p
      WHERE p.role_id = ANY (${roles.map(({ id }) => id)}::uuid[])
        AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.id = p.role_id AND w.permission = p.permission)
    )
    INSERT INTO saas_role_permissions (role_id, permission) SELECT id, permission FROM wanted
    ON CONFLICT DO NOTHING`;
}
