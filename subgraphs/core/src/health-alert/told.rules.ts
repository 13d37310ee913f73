import type { DataScope } from "@wegraph/kit/principal";
import type { HealthAlertChange } from "./healthAlert.event.ts";

/** A member of the tenant by one scope of their roles: what of health alerts these give in it. */
export interface Holder {
  userId: string;
  department: string | null;
  scope: DataScope;
  canRead: boolean;
  canHandle: boolean;
}

/** Whom a change of an alert is told, and by what. */
export interface Telling {
  userIds: string[];
  channels: "BY_SEVERITY" | "IN_APP";
}

type Told = Pick<
  HealthAlertChange,
  "change" | "severity" | "clinicianUserId" | "careTeamUserIds" | "department" | "assignedToId" | "escalation"
>;

/**
 * Who is told; null where nobody is to be. Nobody hears of a patient whom their right to alerts does not reach, whoever
 * they are. Where those who should be told cannot be, the next wider circle is: no alert goes unheard.
 *
 * @param actorId who did it: nobody is told of what they did themselves.
 */
export function tellingOf(told: Told, holders: readonly Holder[], actorId: string): Telling | null {
  const { change, severity, escalation, assignedToId } = told;
  const circles = circlesOf(told, holders);
  switch (change) {
    case "RAISED":
    case "WORSENED":
      return { userIds: firstThatHears(circles), channels: severity === "INFO" ? "IN_APP" : "BY_SEVERITY" };
    case "ESCALATED": {
      const from =
        escalation?.audience === "ADMINISTRATORS" ? 2 : escalation?.audience === "CARE_TEAM" ? 1 : 0;
      return {
        userIds: firstThatHears(circles.slice(from)),
        channels: escalation?.channels ?? "BY_SEVERITY",
      };
    }
    case "ASSIGNED":
      return assignedToId === null || assignedToId === actorId
        ? null
        : { userIds: [assignedToId].filter((id) => sees(id, told, holders)), channels: "IN_APP" };
    case "RESOLVED":
      return severity === "CRITICAL"
        ? { userIds: firstThatHears(circles.slice(0, 2)).filter((id) => id !== actorId), channels: "IN_APP" }
        : null;
    default:
      return null;
  }
}

/** The clinician and who the alert is assigned to; with the care team; with all who may handle it. */
function circlesOf(told: Told, holders: readonly Holder[]): string[][] {
  const { clinicianUserId, careTeamUserIds, assignedToId } = told;
  const near = [clinicianUserId, assignedToId].flatMap((id) => (id === null ? [] : [id]));
  const team = [...near, ...careTeamUserIds];
  const handlers = holders
    .filter((holder) => holder.canHandle && reaches(holder, told))
    .map(({ userId }) => userId);
  return [near, team, [...team, ...handlers]].map((ids) =>
    [...new Set(ids)].filter((id) => sees(id, told, holders)),
  );
}

function firstThatHears(circles: readonly string[][]): string[] {
  return circles.find((ids) => ids.length > 0) ?? [];
}

function sees(userId: string, told: Told, holders: readonly Holder[]): boolean {
  return holders.some((holder) => holder.userId === userId && holder.canRead && reaches(holder, told));
}

/** As health decides it: see its patient.scope.ts. */
function reaches({ userId, scope, department }: Holder, patient: Told): boolean {
  switch (scope) {
    case "OWN":
      return userId === patient.clinicianUserId;
    case "BOUND":
      return userId === patient.clinicianUserId || patient.careTeamUserIds.includes(userId);
    case "DEPARTMENT":
      return department !== null && department === patient.department;
    case "TENANT":
      return true;
  }
}
