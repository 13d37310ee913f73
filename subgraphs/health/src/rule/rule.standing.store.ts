import type { Tx } from "../health.database.ts";

/** An alert that is not over, by what raised it. */
export interface OpenAlert {
  patientId: string;
  ruleId: string;
  deviceId: string | null;
}

export interface Standing {
  /** Grows with every change to the tenant's rules: no version ever falls, and no rule is ever removed. */
  stamp: number;
  open: OpenAlert[];
}

/** What is to be known before readings are judged, for all patients of an intake at once. */
export async function readStanding(
  tx: Pick<Tx, "$queryRaw">,
  tenantId: string,
  patientIds: readonly string[],
): Promise<Standing> {
  const rows = await tx.$queryRaw<
    { stamp: number; patientId: string | null; ruleId: string | null; deviceId: string | null }[]
  >`
    SELECT s.stamp, a.patient_id::text AS "patientId", a.rule_id::text AS "ruleId", a.device_id::text AS "deviceId"
    FROM (SELECT coalesce(sum(version), 0)::int AS stamp FROM health_alert_rules WHERE tenant_id = ${tenantId}::uuid) AS s
    LEFT JOIN health_alerts a ON a.patient_id = ANY (${[...patientIds]}::uuid[]) AND a.state <> 'RESOLVED'`;
  return {
    stamp: rows[0]?.stamp ?? 0,
    open: rows.flatMap(({ patientId, ruleId, deviceId }) =>
      patientId === null || ruleId === null ? [] : { patientId, ruleId, deviceId },
    ),
  };
}
