import type { Tx } from "../../database.ts";
import type { AlertPolicy } from "../policy/policy.rules.ts";
import { matchersShape } from "../silence/matcher.rules.ts";
import { suppressionOf } from "./suppression.rules.ts";
import type { OpenAlert, SilenceInForce, Suppression } from "./suppression.rules.ts";

/** What silences and inhibits a tenant's alerts at this moment, as a question for each of them. */
export async function suppressionsOf(
  tx: Tx,
  tenantId: string,
  policy: AlertPolicy,
  now: Date,
): Promise<(alert: OpenAlert) => Suppression | null> {
  const silences = await silencesInForce(tx, tenantId, now);
  const open = policy.inhibitions.length === 0 ? [] : await openAlerts(tx, tenantId);
  return suppressionOf(silences, policy.inhibitions, open);
}

async function silencesInForce(tx: Tx, tenantId: string, now: Date): Promise<SilenceInForce[]> {
  const rows = await tx.alertSilence.findMany({
    where: { tenantId, startsAt: { lte: now }, endsAt: { gt: now } },
    select: { id: true, matchers: true, endsAt: true, comment: true },
  });
  return rows.map(({ matchers, ...row }) => ({ ...row, matchers: matchersShape.parse(matchers) }));
}

function openAlerts(tx: Tx, tenantId: string): Promise<OpenAlert[]> {
  return tx.$queryRaw<OpenAlert[]>`
    SELECT id::text AS id, name, severity, labels FROM saas_unified_alerts
    WHERE tenant_id = ${tenantId}::uuid AND state <> 'RESOLVED'`;
}
