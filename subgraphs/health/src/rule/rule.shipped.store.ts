import { v7 } from "uuid";
import type { Tx } from "../health.database.ts";
import { shippedRules } from "./rule.shipped.ts";

/**
 * Gives a tenant the shipped rules that it does not have yet; what somebody changed of one stays. Two that do so at once
 * make each rule once: the second waits for the first, in the order of the keys.
 *
 * @returns how many were missing.
 */
export async function addShippedRules(
  tx: Pick<Tx, "$executeRaw">,
  tenantId: string,
  now: Date,
): Promise<number> {
  // Their ids are in the order of the list, which people read them in.
  const rules = shippedRules
    .map(({ key, name, condition, reach, advice, source, enabled }) => ({
      id: v7(),
      key,
      zh: name.zh,
      en: name.en,
      kind: condition.kind,
      condition,
      reach,
      advice,
      source,
      enabled,
    }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return tx.$executeRaw`
    INSERT INTO health_alert_rules
      (id, tenant_id, shipped_key, name_zh, name_en, kind, condition, reach, advice, source, enabled, created_at, updated_at)
    SELECT r.id, ${tenantId}::uuid, r.key, r.zh, r.en, r.kind, r.condition, r.reach, r.advice, r.source, r.enabled,
      ${now}::timestamptz, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rules)}::jsonb) AS r (id uuid, key text, zh text, en text, kind text, condition jsonb,
      reach jsonb, advice jsonb, source text, enabled boolean)
    ORDER BY r.key
    ON CONFLICT (tenant_id, shipped_key) DO NOTHING`;
}
