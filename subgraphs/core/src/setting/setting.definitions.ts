import { AppError } from "@wegraph/kit/errors";
import type { SettingDeclaration } from "@wegraph/kit/settingRecord";
import type { Prisma } from "@wegraph/db-core/client";
import { domain } from "../database.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import { purpose } from "./setting.codes.ts";
import type { SettingScope } from "./setting.codes.ts";

const columns = {
  key: true,
  host: true,
  scopes: true,
  schema: true,
  defaultValue: true,
  titleZh: true,
  titleEn: true,
  descriptionZh: true,
  descriptionEn: true,
} as const satisfies Prisma.SettingDefinitionSelect;
export type DefinitionRow = Prisma.SettingDefinitionGetPayload<{ select: typeof columns }>;

/** Which settings there are: as the domains that obey them say. */
export class SettingDefinitions {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  /** All that a domain declares; what it does not name any more is no longer shown, and keeps its versions. */
  async declare(host: string, declarations: readonly SettingDeclaration[]): Promise<void> {
    const now = this.clock();
    await this.db.system(purpose).$transaction(async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('setting definitions', 0))`;
      const keys = declarations.map(({ key }) => key);
      const taken = await tx.settingDefinition.findFirst({
        where: { key: { in: keys }, host: { not: host } },
        select: { key: true },
      });
      if (taken) throw new RangeError(`${taken.key} is a setting of another domain already`);
      for (const { key, scopes, schema, default: fallback, title, description } of declarations)
        await tx.$executeRaw`
          INSERT INTO wegraph_setting_definitions (key, host, scopes, schema, default_value, title_zh, title_en,
            description_zh, description_en, declared_at)
          VALUES (${key}, ${host}, ${scopes}::text[], ${JSON.stringify(schema)}::jsonb, ${JSON.stringify(fallback)}::jsonb,
            ${title.zh}, ${title.en}, ${description.zh}, ${description.en}, ${now})
          ON CONFLICT (key) DO UPDATE SET scopes = excluded.scopes, schema = excluded.schema,
            default_value = excluded.default_value, title_zh = excluded.title_zh, title_en = excluded.title_en,
            description_zh = excluded.description_zh, description_en = excluded.description_en,
            declared_at = excluded.declared_at, retired_at = NULL`;
      await tx.settingDefinition.updateMany({
        where: { host, key: { notIn: keys }, retiredAt: null },
        data: { retiredAt: now },
      });
    });
  }

  /** Those that can be set at a scope, by key. */
  at(scope: SettingScope): Promise<DefinitionRow[]> {
    return this.db.tenant.settingDefinition.findMany({
      where: { retiredAt: null, scopes: { has: scope } },
      orderBy: { key: "asc" },
      select: columns,
    });
  }

  find(key: string): Promise<DefinitionRow | null> {
    return this.db.tenant.settingDefinition.findFirst({ where: { key, retiredAt: null }, select: columns });
  }

  /** The services that obey settings. */
  async services(): Promise<string[]> {
    const rows = await this.db.tenant.settingDefinition.findMany({
      where: { retiredAt: null },
      distinct: ["host"],
      orderBy: { host: "asc" },
      select: { host: true },
    });
    return rows.map(({ host }) => host);
  }
}

/** @throws AppError NOT_FOUND, or INVALID_INPUT where the key cannot be set at the scope. */
export async function demandDefinition(
  tx: Pick<Tx, "settingDefinition">,
  key: string,
  scope: SettingScope,
): Promise<DefinitionRow> {
  const found = await tx.settingDefinition.findFirst({ where: { key, retiredAt: null }, select: columns });
  if (!found)
    throw new AppError("NOT_FOUND", "SETTING_NOT_FOUND", "There is no setting of this key.", { key });
  if (!found.scopes.includes(scope))
    throw new AppError("INVALID_INPUT", "SETTING_SCOPE_REFUSED", `${key} is not set at ${scope}.`, {
      issues: [{ path: ["input", "scope"], message: `one of ${found.scopes.join(", ")}` }],
    });
  return found;
}

/** Whether a service obeys a key: what core declares at SERVICE is for all of them. */
export function isObeyedBy({ host, scopes }: DefinitionRow, service: string): boolean {
  return host === service || (host === domain && scopes.includes("SERVICE"));
}
