import { v7 } from "uuid";
import type { Tx } from "../database.ts";
import { shippedRules } from "./shipped.rules.ts";

/** Gives every tenant the shipped rules that it does not have yet; what somebody changed of one stays. */
export async function ensureShippedRules(tx: Tx, now: Date): Promise<void> {
  const rules = shippedRules.map((rule) => ({
    key: rule.key,
    isPlatform: rule.scope === "PLATFORM",
    name: rule.title.en,
    description: rule.description.en,
    metric: rule.metric,
    measure: rule.measure,
    operator: rule.operator,
    threshold: rule.threshold,
    forSeconds: rule.forSeconds,
    severity: rule.severity,
    labels: rule.labels,
  }));
  const missing = await tx.$queryRaw<{ tenant_id: string; key: string }[]>`
    SELECT t.id::text AS tenant_id, r.key FROM saas_tenants t
    JOIN jsonb_to_recordset(${JSON.stringify(rules)}::jsonb) AS r (key text, "isPlatform" boolean) ON r."isPlatform" = t.is_platform
    WHERE t.status = 'ACTIVE' AND NOT EXISTS (SELECT 1 FROM saas_monitor_rules m WHERE m.tenant_id = t.id AND m.shipped_key = r.key)`;
  if (missing.length === 0) return;
  const wanted = missing.map(({ tenant_id, key }) => ({ id: v7(), tenant_id, key }));
  await tx.$executeRaw`
    INSERT INTO saas_monitor_rules (id, tenant_id, shipped_key, name, description, metric, measure, operator, threshold, for_seconds, severity,
      labels, created_at, updated_at)
    SELECT w.id, w.tenant_id, r.key, r.name, r.description, r.metric, r.measure, r.operator, r.threshold, r."forSeconds", r.severity,
      r.labels, ${now}::timestamptz, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) AS w (id uuid, tenant_id uuid, key text)
    JOIN jsonb_to_recordset(${JSON.stringify(rules)}::jsonb) AS r (key text, name text, description text, metric text, measure text,
      operator text, threshold float8, "forSeconds" int, severity text, labels jsonb) USING (key)
    ON CONFLICT DO NOTHING`;
}
