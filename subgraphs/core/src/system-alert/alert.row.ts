import { Prisma } from "@wegraph/db-core/client";
import type { Operator, Measure } from "../monitor/monitor.codes.ts";
import type { AlertResolution, AlertSeverity, AlertSource, AlertState } from "./alert.codes.ts";
import type { Suppression } from "./telling/suppression.rules.ts";

/** An alert as it is read, whether by statements of our own or by the client's columns. */
export interface AlertRow {
  id: string;
  tenantId: string;
  source: AlertSource;
  sourceId: string;
  name: string;
  fingerprint: string;
  labels: Readonly<Record<string, string>>;
  titleZh: string;
  titleEn: string;
  summaryZh: string;
  summaryEn: string;
  metric: string | null;
  measure: Measure | null;
  operator: Operator | null;
  threshold: number | null;
  unit: string | null;
  value: number | null;
  peak: number | null;
  severity: AlertSeverity;
  state: AlertState;
  since: Date;
  raisedAt: Date;
  updatedAt: Date;
  isFlapping: boolean;
  staleSince: Date | null;
  acknowledgedAt: Date | null;
  acknowledgedById: string | null;
  acknowledgeNote: string | null;
  resolvedAt: Date | null;
  resolvedById: string | null;
  resolution: AlertResolution | null;
  resolveNote: string | null;
  notifiedAt: Date | null;
  suppression: Suppression | null;
  suppressedAt: Date | null;
  escalations: number;
  path: string | null;
  version: number;
}

/** Of `saas_unified_alerts a`, for statements that return alerts. */
export const alertColumns =
  Prisma.raw(`a.id::text AS id, a.tenant_id::text AS "tenantId", a.source, a.source_id::text AS "sourceId",
  a.name, a.fingerprint, a.labels, a.title_zh AS "titleZh", a.title_en AS "titleEn", a.summary_zh AS "summaryZh",
  a.summary_en AS "summaryEn", a.metric, a.measure, a.operator, a.threshold, a.unit, a.value, a.peak, a.severity, a.state, a.since,
  a.raised_at AS "raisedAt", a.updated_at AS "updatedAt", a.is_flapping AS "isFlapping", a.stale_since AS "staleSince",
  a.acknowledged_at AS "acknowledgedAt", a.acknowledged_by_id::text AS "acknowledgedById", a.acknowledge_note AS "acknowledgeNote",
  a.resolved_at AS "resolvedAt", a.resolved_by_id::text AS "resolvedById", a.resolution, a.resolve_note AS "resolveNote",
  a.notified_at AS "notifiedAt", a.suppression, a.suppressed_at AS "suppressedAt", a.escalations, a.path, a.version`);
