import { firstDue } from "./alert.chain.ts";
import { isWorse } from "./alert.codes.ts";
import type { AlertChange } from "./alert.codes.ts";
import { decide } from "./alert.decision.ts";
import type { DeskFacts } from "./alert.decision.ts";
import { resolved } from "./alert.endings.ts";
import type { AlertRow } from "./alert.row.ts";
import type { Finding } from "./finding.ts";

export interface Correction {
  alert: AlertRow;
  change: Extract<AlertChange, "RAISED" | "CORRECTED" | "WORSENED" | "RESOLVED">;
  /** As it was before. */
  known: AlertRow;
}

/**
 * What becomes of an alert when readings are taken back: what it would be, had they never come. Null where that is as it is.
 * One that nothing is left of ends; one that others keep up goes on with their cause and severity, whoever looks after it
 * still does; and one that only such a reading had ended begins anew, as another alert.
 *
 * @param findings those of what is left, from when the alert was caused.
 */
export function corrected(
  known: AlertRow,
  findings: readonly Finding[],
  facts: DeskFacts,
): Correction | null {
  const would = findings
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .reduce<AlertRow | null>((last, finding) => decide(last, finding, facts)?.alert ?? last, null);
  const stays = would && would.state !== "RESOLVED" ? would : null;
  if (known.state === "RESOLVED") return stays && { alert: stays, change: "RAISED", known };
  if (!stays) {
    const by = { resolution: "READING_RETRACTED", resolvedById: null, now: facts.now } as const;
    const cause = { ...known.cause, clearedAt: would?.cause.clearedAt ?? null };
    return { alert: { ...resolved(known, by), cause }, change: "RESOLVED", known };
  }
  return isSame(known, stays) ? null : { ...rewritten(known, stays, facts), known };
}

function rewritten(
  known: AlertRow,
  { severity, cause, count, causedAt, lastCausedAt }: AlertRow,
  { now, chain }: DeskFacts,
): Pick<Correction, "alert" | "change"> {
  const isWorseNow = isWorse(severity, known.severity);
  const isTakenBack = isWorseNow && severity === "CRITICAL" && known.state === "ACKNOWLEDGED";
  const waits = severity !== known.severity && (isTakenBack || known.state === "ACTIVE");
  const alert: AlertRow = {
    ...known,
    severity,
    cause,
    count,
    causedAt,
    lastCausedAt,
    updatedAt: now,
    version: known.version + 1,
    ...(isTakenBack && { state: "ACTIVE" as const, acknowledgedAt: null, acknowledgedById: null }),
    ...(waits && { escalationLevel: 0, escalateAt: firstDue(chain, severity, now) }),
  };
  return { alert, change: isWorseNow ? "WORSENED" : "CORRECTED" };
}

function isSame(one: AlertRow, other: AlertRow): boolean {
  const told = ({ severity, cause, count, causedAt, lastCausedAt }: AlertRow) =>
    JSON.stringify([
      severity,
      count,
      causedAt,
      lastCausedAt,
      cause.value,
      cause.worst?.value,
      cause.readings,
    ]);
  return told(one) === told(other);
}
