import { Prisma } from "@wegraph/db-health/client";
import type { StoredCause } from "./alert.cause.ts";
import type { AlertResolution, AlertSeverity, AlertState, RuleKind } from "./alert.codes.ts";

/** An alert as statements return it; the table's checks allow no other codes. */
export interface AlertRow {
  id: string;
  tenantId: string;
  patientId: string;
  ruleId: string;
  deviceId: string | null;
  kind: RuleKind;
  severity: AlertSeverity;
  state: AlertState;
  cause: StoredCause;
  nameZh: string;
  nameEn: string;
  adviceZh: string;
  adviceEn: string;
  count: number;
  causedAt: Date;
  lastCausedAt: Date;
  raisedAt: Date;
  updatedAt: Date;
  assignedToId: string | null;
  acknowledgedAt: Date | null;
  acknowledgedById: string | null;
  resolvedAt: Date | null;
  resolvedById: string | null;
  resolution: AlertResolution | null;
  /** Why it was ended by hand. */
  noteSealed: string | null;
  escalationLevel: number;
  escalateAt: Date | null;
  version: number;
}

/** For `RETURNING` and `SELECT`, of `health_alerts a`. */
export const alertColumns = Prisma.sql`
  a.id::text AS id, a.tenant_id::text AS "tenantId", a.patient_id::text AS "patientId", a.rule_id::text AS "ruleId",
  a.device_id::text AS "deviceId", a.kind, a.severity, a.state, a.cause, a.name_zh AS "nameZh", a.name_en AS "nameEn",
  a.advice_zh AS "adviceZh", a.advice_en AS "adviceEn", a.count, a.caused_at AS "causedAt", a.last_caused_at AS "lastCausedAt",
  a.raised_at AS "raisedAt", a.updated_at AS "updatedAt", a.assigned_to_id::text AS "assignedToId",
  a.acknowledged_at AS "acknowledgedAt", a.acknowledged_by_id::text AS "acknowledgedById", a.resolved_at AS "resolvedAt",
  a.resolved_by_id::text AS "resolvedById", a.resolution, a.note_sealed AS "noteSealed", a.escalation_level::int AS "escalationLevel",
  a.escalate_at AS "escalateAt", a.version`;
