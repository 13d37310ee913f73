import type { Reach } from "../patient/patient.scope.ts";
import { resolved } from "./alert.endings.ts";
import type { EntryDetail } from "./alert.entries.ts";
import type { AlertChange } from "./alert.codes.ts";
import type { AlertRow } from "./alert.row.ts";

/** An alert as an act finds it. */
export interface Found {
  alert: AlertRow;
  patient: Reach;
  /** It has become worse than the caller has seen. */
  isWorse: boolean;
}

export interface By {
  /** Null for a program. */
  userId: string | null;
  now: Date;
}

export type ActRefusal = "ALERT_RESOLVED" | "ALERT_WORSENED";

export type Act =
  | {
      do: "CHANGE";
      alert: AlertRow;
      change: Extract<AlertChange, "ACKNOWLEDGED" | "ASSIGNED" | "RESOLVED" | "NOTED">;
      detail: EntryDetail;
    }
  | { do: "NOTHING" }
  | { do: "REFUSE"; reason: ActRefusal };

/** Somebody looks after it. One that is taken already stays with whoever took it. */
export function acknowledged({ alert, isWorse }: Found, { userId, now }: By): Act {
  if (alert.state === "RESOLVED") return { do: "REFUSE", reason: "ALERT_RESOLVED" };
  if (isWorse) return { do: "REFUSE", reason: "ALERT_WORSENED" };
  if (alert.state === "ACKNOWLEDGED") return { do: "NOTHING" };
  return {
    do: "CHANGE",
    change: "ACKNOWLEDGED",
    detail: {},
    alert: {
      ...changed(alert, now),
      state: "ACKNOWLEDGED",
      acknowledgedAt: now,
      acknowledgedById: userId,
      escalateAt: null,
    },
  };
}

/** Whose task it is. That alone stops no escalation: who is asked has not answered yet. */
export function assigned({ alert }: Found, assignedToId: string | null, { now }: By): Act {
  if (alert.state === "RESOLVED") return { do: "REFUSE", reason: "ALERT_RESOLVED" };
  if (alert.assignedToId === assignedToId) return { do: "NOTHING" };
  return {
    do: "CHANGE",
    change: "ASSIGNED",
    detail: { assignedToId },
    alert: { ...changed(alert, now), assignedToId },
  };
}

export function endedByHand({ alert, isWorse }: Found, { userId, now }: By): Act {
  if (alert.state === "RESOLVED") return { do: "REFUSE", reason: "ALERT_RESOLVED" };
  if (isWorse) return { do: "REFUSE", reason: "ALERT_WORSENED" };
  const resolution = "BY_HAND" as const;
  return {
    do: "CHANGE",
    change: "RESOLVED",
    detail: { resolution },
    alert: resolved(alert, { resolution, resolvedById: userId, now }),
  };
}

/** Also of one that is over: what was learned later belongs to it. */
export function noted({ alert }: Found, { now }: By): Act {
  return { do: "CHANGE", change: "NOTED", detail: {}, alert: changed(alert, now) };
}

/** Who may be given an alert: whoever sees the patient for certain, and the caller. */
export function canBeAssigned(userId: string, patient: Reach, callerId: string | null): boolean {
  return (
    userId === callerId || userId === patient.clinicianUserId || patient.careTeamUserIds.includes(userId)
  );
}

function changed(alert: AlertRow, now: Date): AlertRow {
  return { ...alert, updatedAt: now, version: alert.version + 1 };
}
