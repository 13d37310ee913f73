import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { Prisma } from "@wegraph/db-core/client";
import type { CoreDatabase } from "../database.ts";
import { purpose } from "./setting.codes.ts";
import type { SettingOrigin } from "./setting.codes.ts";
import { isObeyedBy } from "./setting.definitions.ts";
import type { DefinitionRow, SettingDefinitions } from "./setting.definitions.ts";
import type { SettingPlace } from "./setting.place.ts";
import { settingColumns } from "./setting.store.ts";
import type { SettingRow } from "./setting.store.ts";

const versionColumns = {
  id: true,
  version: true,
  isSet: true,
  value: true,
  comment: true,
  rolledBackTo: true,
  changedByName: true,
  changedAt: true,
} as const satisfies Prisma.SettingVersionSelect;
export type VersionRow = Prisma.SettingVersionGetPayload<{ select: typeof versionColumns }>;

const newestFirst: readonly OrderColumn[] = [{ field: "version", direction: "desc", kind: "number" }];

/** A key at a place: what is said there, and what holds there. */
export interface SettingState {
  definition: DefinitionRow;
  place: SettingPlace;
  said: SettingRow | null;
  inForce: { value: unknown; from: SettingOrigin };
}

/** Reading settings, each with what is in force at the place that is looked at. */
export class SettingReader {
  constructor(
    private readonly db: CoreDatabase,
    private readonly definitions: SettingDefinitions,
  ) {}

  async list(place: SettingPlace): Promise<SettingState[]> {
    const all = await this.definitions.at(place.scope);
    const here = place.scope === "SERVICE" ? all.filter((each) => isObeyedBy(each, place.service)) : all;
    return this.states(here, place);
  }

  /** null for a key that there is not, or not at this scope. */
  async find(key: string, place: SettingPlace): Promise<SettingState | null> {
    const definition = await this.definitions.find(key);
    if (!definition?.scopes.includes(place.scope)) return null;
    if (place.scope === "SERVICE" && !isObeyedBy(definition, place.service)) return null;
    const [state] = await this.states([definition], place);
    return state ?? null;
  }

  /** What was said of a key at a place, the newest first. */
  async versions(key: string, place: SettingPlace, args: PageArgs): Promise<Page<VersionRow>> {
    const client = place.scope === "TENANT" ? this.db.tenant : this.db.system(purpose);
    const setting = { key, scope: place.scope, service: place.service, tenantId: place.tenantId };
    return keysetPage(
      args,
      newestFirst,
      ({ where, orderBy, take }) =>
        client.settingVersion.findMany({
          where: { AND: [{ setting }, where] },
          orderBy,
          take,
          select: versionColumns,
        }),
      () => client.settingVersion.count({ where: { setting } }),
    );
  }

  private async states(definitions: readonly DefinitionRow[], place: SettingPlace): Promise<SettingState[]> {
    const keys = definitions.map(({ key }) => key);
    // The tenant's own and the platform's: row-level security lets a tenant see no others.
    const rows = await this.db.tenant.setting.findMany({
      where: { key: { in: keys }, OR: [{ tenantId: null }, { tenantId: place.tenantId }] },
      select: settingColumns,
    });
    return definitions.map((definition) => stateOf(definition, place, rows));
  }
}

function stateOf(definition: DefinitionRow, place: SettingPlace, rows: readonly SettingRow[]): SettingState {
  const at = (scope: string, service: string) =>
    rows.find(
      (row) =>
        row.key === definition.key &&
        row.scope === scope &&
        row.service === service &&
        row.tenantId === (scope === "TENANT" ? place.tenantId : null),
    );
  // What a tenant says is obeyed by the service that declares the key.
  const service = place.scope === "SERVICE" ? place.service : definition.host;
  const widening = [
    ...(place.scope === "TENANT" ? [{ from: "TENANT" as const, row: at("TENANT", "") }] : []),
    ...(place.scope === "PLATFORM" ? [] : [{ from: "SERVICE" as const, row: at("SERVICE", service) }]),
    { from: "PLATFORM" as const, row: at("PLATFORM", "") },
  ].filter(({ from }) => definition.scopes.includes(from));
  const found = widening.find(({ row }) => row?.isSet);
  return {
    definition,
    place,
    said: at(place.scope, place.service) ?? null,
    inForce: found?.row
      ? { value: found.row.value, from: found.from }
      : { value: definition.defaultValue, from: "DEFAULT" },
  };
}
