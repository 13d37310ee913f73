import { Field, ID, Int, ObjectType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import type { AlertChange, AlertSeverity, AlertState } from "./alert.codes.ts";
import { HealthAlertChangeEnum, HealthAlertSeverityEnum, HealthAlertStateEnum } from "./alert.enums.ts";
import { HealthAlert } from "./alert.model.ts";

@ObjectType({ description: "Alerts of one state and severity." })
export class HealthAlertCount {
  @Field(() => HealthAlertStateEnum)
  state: AlertState;

  @Field(() => HealthAlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => Int)
  count: number;
}

@ObjectType({ description: "The alerts of the patients you may see, in sum." })
export class HealthAlertSummary {
  @Field(() => [HealthAlertCount], {
    description: "Every state and severity, also those with none; resolved ones of the last 24 hours.",
  })
  counts: HealthAlertCount[];

  @Field(() => Int, { description: "Active and acknowledged." })
  open: number;

  @Field(() => Int, { description: "Patients who have an open alert." })
  patients: number;

  @Field(() => DateTime)
  asOf: Date;
}

@ObjectType({ description: "Something that has just happened to an alert." })
export class HealthAlertEvent {
  @Field(() => ID, { description: "Of the event." })
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => HealthAlertChangeEnum)
  change: AlertChange;

  @Field(() => Int, { description: "Of the alert after it." })
  version: number;

  @Field(() => ID)
  alertId: string;

  @Field(() => ID)
  patientId: string;

  @Field(() => HealthAlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => HealthAlertStateEnum)
  state: AlertState;
}

@ObjectType({ description: "An alert that an act left as it was, and why." })
export class HealthAlertRefusal {
  @Field(() => ID)
  alertId: string;

  @Field(() => String, {
    description: "`ALERT_RESOLVED`: it is over. `ALERT_WORSENED`: it is worse than you have seen.",
  })
  reason: string;
}

@ObjectType({ description: "Alerts after an act." })
export class HealthAlertsPayload {
  @Field(() => [HealthAlert], { description: "All that were named, as they are now." })
  alerts: HealthAlert[];

  @Field(() => [HealthAlertRefusal])
  refused: HealthAlertRefusal[];
}

@ObjectType({ description: "The alert after a change." })
export class HealthAlertPayload {
  @Field(() => HealthAlert)
  alert: HealthAlert;
}
