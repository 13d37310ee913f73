import { firstDue } from "./alert.chain.ts";
import type { Chain } from "./alert.chain.ts";
import { firstCause, laterCause } from "./alert.cause.ts";
import { isWorse } from "./alert.codes.ts";
import type { AlertChange } from "./alert.codes.ts";
import type { AlertRow } from "./alert.row.ts";
import type { AlertCause, Finding } from "./finding.ts";

/** An alert that goes on is told of this often; in between it is counted up in silence. */
const repeatedEveryMs = 15_000;

export interface DeskFacts {
  now: Date;
  chain: Chain;
  newId: () => string;
}

export interface Outcome {
  alert: AlertRow;
  change: Extract<AlertChange, "RAISED" | "REPEATED" | "WORSENED" | "RESOLVED">;
  /** Written down, and not told. */
  isQuiet: boolean;
}

/**
 * What a finding makes of the last alert of its patient, rule and device; null where it changes nothing: it says no more
 * than is known, or was measured before what is known.
 */
export function decide(last: AlertRow | null, finding: Finding, facts: DeskFacts): Outcome | null {
  const { outcome } = finding;
  const open = last && last.state !== "RESOLVED" ? last : null;
  if (outcome.is === "CLEAR")
    return open && finding.at > open.lastCausedAt ? cleared(open, finding, facts) : null;
  if (open) return goesOn(open, finding, outcome, facts);
  if (last && finding.at <= endOf(last)) return null;
  return raised(finding, outcome, facts);
}

type Fires = Extract<Finding["outcome"], { is: "FIRES" }>;

function raised(finding: Finding, { severity, cause }: Fires, { now, chain, newId }: DeskFacts): Outcome {
  const { patient, ruleId, ruleKind, deviceId, nameZh, nameEn, adviceZh, adviceEn, at } = finding;
  const alert: AlertRow = {
    id: newId(),
    tenantId: patient.tenantId,
    patientId: patient.id,
    ruleId,
    deviceId,
    kind: ruleKind,
    severity,
    state: "ACTIVE",
    cause: firstCause(cause, at),
    nameZh,
    nameEn,
    adviceZh,
    adviceEn,
    count: 1,
    causedAt: at,
    lastCausedAt: at,
    raisedAt: now,
    updatedAt: now,
    assignedToId: null,
    acknowledgedAt: null,
    acknowledgedById: null,
    resolvedAt: null,
    resolvedById: null,
    resolution: null,
    noteSealed: null,
    escalationLevel: 0,
    escalateAt: firstDue(chain, severity, now),
    version: 1,
  };
  return { alert, change: "RAISED", isQuiet: false };
}

function goesOn(
  open: AlertRow,
  { at }: Finding,
  { severity, cause }: Fires,
  facts: DeskFacts,
): Outcome | null {
  const isWorseNow = isWorse(severity, open.severity);
  // Of the same moment only what is worse is news: a set of values may come in several parts.
  if (at < open.lastCausedAt || (at.getTime() === open.lastCausedAt.getTime() && !isWorseNow)) return null;
  return isWorseNow
    ? worsened(open, at, { severity, cause }, facts)
    : repeated(open, at, { severity, cause }, facts);
}

function worsened(
  open: AlertRow,
  at: Date,
  { severity, cause }: { severity: AlertRow["severity"]; cause: AlertCause },
  { now, chain }: DeskFacts,
): Outcome {
  // Whoever took on something milder has not seen this yet.
  const isTakenBack = severity === "CRITICAL" && open.state === "ACKNOWLEDGED";
  const waits = isTakenBack || open.state === "ACTIVE";
  const alert: AlertRow = {
    ...open,
    severity,
    cause: laterCause(open.cause, cause, at, false),
    count: open.count + 1,
    lastCausedAt: at,
    updatedAt: now,
    version: open.version + 1,
    ...(isTakenBack && { state: "ACTIVE" as const, acknowledgedAt: null, acknowledgedById: null }),
    ...(waits && { escalationLevel: 0, escalateAt: firstDue(chain, severity, now) }),
  };
  return { alert, change: "WORSENED", isQuiet: false };
}

function repeated(
  open: AlertRow,
  at: Date,
  { severity, cause }: { severity: AlertRow["severity"]; cause: AlertCause },
  { now }: DeskFacts,
): Outcome {
  const isQuiet = now.getTime() - open.updatedAt.getTime() < repeatedEveryMs;
  const alert: AlertRow = {
    ...open,
    cause: laterCause(open.cause, cause, at, isWorse(open.severity, severity)),
    count: open.count + 1,
    lastCausedAt: at,
    ...(!isQuiet && { updatedAt: now, version: open.version + 1 }),
  };
  return { alert, change: "REPEATED", isQuiet };
}

function cleared(open: AlertRow, { at }: Finding, { now }: DeskFacts): Outcome {
  const alert: AlertRow = {
    ...open,
    state: "RESOLVED",
    cause: { ...open.cause, clearedAt: at.toISOString() },
    resolution: "BACK_TO_NORMAL",
    resolvedAt: now,
    updatedAt: now,
    escalateAt: null,
    version: open.version + 1,
  };
  return { alert, change: "RESOLVED", isQuiet: false };
}

/** When it was over, by the time of what was measured: a reading may be hours older than its arrival. */
function endOf({ cause, resolution, resolvedAt, lastCausedAt }: AlertRow): Date {
  // One that should never have been stands in no reading's way.
  if (resolution === "READING_RETRACTED") return new Date(cause.clearedAt ?? 0);
  return cause.clearedAt === null ? (resolvedAt ?? lastCausedAt) : new Date(cause.clearedAt);
}
