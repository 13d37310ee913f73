import { Prisma } from "@wegraph/db-wecom/client";
import type {
  AlertAction,
  AlertKind,
  AlertResolution,
  AlertSeverity,
  AlertState,
  RuleSource,
} from "./alert.codes.ts";

/** An alert as statements return it; the table's checks allow no other codes. */
export interface AlertRow {
  id: string;
  tenantId: string;
  accountId: string;
  accountName: string;
  kind: AlertKind;
  severity: AlertSeverity;
  state: AlertState;
  value: number;
  peak: number;
  threshold: number;
  since: Date;
  raisedAt: Date;
  updatedAt: Date;
  resolvedAt: Date | null;
  resolution: AlertResolution | null;
  count: number;
  version: number;
  ruleSource: RuleSource;
  actions: AlertAction[];
}

/** For `RETURNING` and `SELECT`, of `wework_account_alerts o`. */
export const alertColumns = Prisma.sql`
  o.id, o.tenant_id AS "tenantId", o.account_id AS "accountId", o.account_name AS "accountName", o.kind, o.severity, o.state,
  o.value, o.peak, o.threshold, o.since, o.raised_at AS "raisedAt", o.updated_at AS "updatedAt", o.resolved_at AS "resolvedAt",
  o.resolution, o.count, o.version, o.rule_source AS "ruleSource",
  ARRAY (SELECT t.action FROM wegraph_account_alert_actions t WHERE t.alert_id = o.id ORDER BY 1) AS actions`;
