import type { Origin } from "@wegraph/kit/outbox";
import type { Tx } from "../../database.ts";
import { recordAlerts } from "../alert.record.ts";
import { alertColumns } from "../alert.row.ts";
import type { AlertRow } from "../alert.row.ts";
import type { Suppression } from "./suppression.rules.ts";

export interface SuppressionChange {
  alert: { id: string; raisedAt: Date };
  /** null: people may hear of it again. */
  suppression: Suppression | null;
}

/** Writes beside alerts why people are not told of them, or that nothing keeps them from it any more. */
export async function writeSuppressions(
  tx: Tx,
  changes: readonly SuppressionChange[],
  now: Date,
  origin?: Origin,
): Promise<AlertRow[]> {
  if (changes.length === 0) return [];
  const rows = changes.map(({ alert, suppression }) => ({
    id: alert.id,
    raisedAt: alert.raisedAt,
    suppression,
  }));
  const alerts = await tx.$queryRaw<AlertRow[]>`
    UPDATE saas_unified_alerts a SET suppression = nullif(s.suppression, 'null'::jsonb),
      suppressed_at = CASE WHEN nullif(s.suppression, 'null'::jsonb) IS NOT NULL THEN ${now}::timestamptz END, version = a.version + 1
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s (id uuid, "raisedAt" timestamptz, suppression jsonb)
    WHERE a.id = s.id AND a.raised_at = s."raisedAt" RETURNING ${alertColumns}`;
  await recordAlerts(
    tx,
    alerts.map((alert) => ({
      alert,
      change: "SUPPRESSION_CHANGED",
      detail: alert.suppression ?? {},
      ...(origin && { origin }),
    })),
    now,
  );
  return alerts;
}
