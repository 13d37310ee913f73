import { v7 } from "uuid";
import { oneOf } from "@wegraph/kit/codes";
import type { SettingRecord } from "@wegraph/kit/settingRecord";
import type { Tx } from "../database.ts";
import { settingScopes } from "./setting.codes.ts";
import type { SettingPlace } from "./setting.place.ts";

export interface SettingRow {
  id: string;
  key: string;
  scope: string;
  service: string;
  tenantId: string | null;
  isSet: boolean;
  value: unknown;
  version: number;
  changedAt: Date;
}

export const settingColumns = {
  id: true,
  key: true,
  scope: true,
  service: true,
  tenantId: true,
  isSet: true,
  value: true,
  version: true,
  changedAt: true,
} as const;

export const recordsPageMax = 1_000;

/** One page of all that may concern a service, by id; a service among many reads only its own SERVICE values. */
export async function recordsFor(
  tx: Pick<Tx, "setting">,
  { service, after }: { service: string; after: string | null },
): Promise<{ records: SettingRecord[]; nextAfter: string | null }> {
  const rows = await tx.setting.findMany({
    where: {
      OR: [{ scope: { not: "SERVICE" } }, { service }],
      ...(after !== null && { id: { gt: after } }),
    },
    orderBy: { id: "asc" },
    take: recordsPageMax,
    select: settingColumns,
  });
  const last = rows.at(-1);
  return {
    records: rows.map(asRecord),
    nextAfter: rows.length === recordsPageMax && last ? last.id : null,
  };
}

export function asRecord({
  key,
  scope,
  service,
  tenantId,
  version,
  isSet,
  value,
}: SettingRow): SettingRecord {
  return { key, scope: oneOf(settingScopes, scope), service, tenantId, version, isSet, value };
}

/** What is said of a key at a place, locked until the transaction ends; undefined: nothing ever was. */
export async function lockedSetting(
  tx: Tx,
  key: string,
  { scope, service, tenantId }: SettingPlace,
): Promise<SettingRow | undefined> {
  const [row] = await tx.$queryRaw<SettingRow[]>`
    SELECT id::text AS id, key, scope, service, tenant_id::text AS "tenantId", is_set AS "isSet", value, version,
      changed_at AS "changedAt" FROM saas_unified_configs
    WHERE key = ${key} AND scope = ${scope} AND service = ${service}
      AND tenant_id IS NOT DISTINCT FROM ${tenantId}::uuid FOR UPDATE`;
  return row;
}

export interface SettingWrite {
  /** Undefined: cleared. */
  value: unknown;
  now: Date;
}

/** The first thing said of a key at a place; null when somebody else was first. */
export async function insertSetting(
  tx: Tx,
  key: string,
  { scope, service, tenantId }: SettingPlace,
  { value, now }: SettingWrite,
): Promise<SettingRow | null> {
  const id = v7();
  const made = await tx.$executeRaw`
    INSERT INTO saas_unified_configs (id, key, scope, service, tenant_id, is_set, value, version, changed_at)
    VALUES (${id}::uuid, ${key}, ${scope}, ${service}, ${tenantId}::uuid, ${value !== undefined},
      ${jsonOf(value)}::jsonb, 1, ${now})
    ON CONFLICT DO NOTHING`;
  return made === 1 ? tx.setting.findUniqueOrThrow({ where: { id }, select: settingColumns }) : null;
}

export async function updateSetting(tx: Tx, id: string, { value, now }: SettingWrite): Promise<SettingRow> {
  await tx.$executeRaw`
    UPDATE saas_unified_configs SET is_set = ${value !== undefined}, value = ${jsonOf(value)}::jsonb,
      version = version + 1, changed_at = ${now} WHERE id = ${id}::uuid`;
  return tx.setting.findUniqueOrThrow({ where: { id }, select: settingColumns });
}

export interface VersionNote {
  comment: string;
  rolledBackTo: number | null;
  by: { id: string; name: string };
}

/** Keeps a version for ever, beside the row it is of. */
export async function keepVersion(
  tx: Tx,
  row: SettingRow,
  { comment, rolledBackTo, by }: VersionNote,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO wegraph_setting_versions (id, setting_id, tenant_id, version, is_set, value, comment, rolled_back_to,
      changed_by_id, changed_by_name, changed_at)
    VALUES (${v7()}::uuid, ${row.id}::uuid, ${row.tenantId}::uuid, ${row.version}, ${row.isSet},
      ${row.isSet ? jsonOf(row.value) : null}::jsonb, ${comment}, ${rolledBackTo}::int, ${by.id}, ${by.name}, ${row.changedAt})`;
}

function jsonOf(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
