import type { CoreDatabase, Tx } from "../database.ts";
import { builtInRoleKeys, builtInRoles } from "./builtInRoles.ts";
import type { BuiltInRole, BuiltInRoleKey } from "./builtInRoles.ts";
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
    await this.read(this.db.system(purpose));
  }

  private async write(byDomain: Readonly<Record<string, readonly CatalogueEntry[]>>): Promise<void> {
    await this.db.system(purpose).$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('permission catalogue', 0))`;
      for (const [domain, entries] of Object.entries(byDomain)) await writeDomain(tx, domain, entries);
      await this.read(tx);
      for (const key of builtInRoleKeys) await this.writeBuiltInRole(tx, key, builtInRoles[key]);
    });
  }

  private async read(tx: Pick<Tx, "permission">): Promise<void> {
    const select = { id: true, description: true, platformOnly: true };
    this.known = await tx.permission.findMany({ select, orderBy: { id: "asc" } });
  }

  private async writeBuiltInRole(tx: Tx, key: BuiltInRoleKey, role: BuiltInRole): Promise<void> {
    const { id, permissions, ...said } = role;
    const wanted =
      permissions === "ORDINARY"
        ? this.known.filter((entry) => !entry.platformOnly).map((entry) => entry.id)
        : [...permissions];
    await tx.role.upsert({ where: { id }, create: { id, key, ...said }, update: { key, ...said } });
    await tx.rolePermission.deleteMany({ where: { roleId: id, permission: { notIn: wanted } } });
    await tx.rolePermission.createMany({
      data: wanted.map((permission) => ({ roleId: id, permission })),
      skipDuplicates: true,
    });
  }
}

async function writeDomain(tx: Tx, domain: string, entries: readonly CatalogueEntry[]): Promise<void> {
  const ids = entries.map(({ id }) => id);
  await tx.permission.deleteMany({ where: { domain, id: { notIn: ids } } });
  for (const { id, description, platformOnly = false } of entries) {
    const [resource = "", action = ""] = id.split(":");
    const said = { domain, resource, action, description, platformOnly };
    await tx.permission.upsert({ where: { id }, create: { id, ...said }, update: said });
  }
}
