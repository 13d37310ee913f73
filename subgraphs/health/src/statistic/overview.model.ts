import { DateTime } from "@wegraph/kit/scalars";
import { Field, Int, ObjectType } from "type-graphql";
import { HealthAlertSeverityEnum } from "../alert/alert.enums.ts";
import type { AlertSeverity } from "../alert/alert.codes.ts";
import { News2RiskEnum } from "../news2/news2.enums.ts";
import type { News2Risk } from "../news2/news2.ts";
import type { RiskKind, RiskLevel } from "../risk/risk.codes.ts";
import { RiskKindEnum, RiskLevelEnum } from "../risk/risk.model.ts";

@ObjectType({ description: "Patients in figures." })
export class HealthOverviewPatients {
  @Field(() => Int)
  active: number;

  @Field(() => Int, { description: "Of the active ones, those who have consented." })
  consented: number;

  @Field(() => Int, { description: "Of the active ones, those of whom something was measured today." })
  measuredToday: number;
}

@ObjectType({ description: "Readings of the day." })
export class HealthOverviewReadings {
  @Field(() => Int, { description: "As of `asOf`: sums are made every quarter of an hour." })
  today: number;

  @Field(() => DateTime, { nullable: true })
  asOf: Date | null;
}

@ObjectType({ description: "Alerts of a severity that are not over." })
export class HealthOverviewAlerts {
  @Field(() => HealthAlertSeverityEnum)
  severity: AlertSeverity;

  @Field(() => Int)
  open: number;

  @Field(() => Int, { description: "Of the open ones, those that nobody has taken yet." })
  unacknowledged: number;
}

@ObjectType({ description: "Devices in use, in figures." })
export class HealthOverviewDevices {
  @Field(() => Int)
  online: number;

  @Field(() => Int)
  offline: number;

  @Field(() => Int)
  neverSeen: number;

  @Field(() => Int, { description: "At 20 % or less." })
  lowBattery: number;
}

@ObjectType({ description: "How many patients' latest NEWS2 is of a risk." })
export class HealthOverviewNews2 {
  @Field(() => News2RiskEnum)
  risk: News2Risk;

  @Field(() => Int)
  patients: number;
}

@ObjectType({ description: "How many patients a risk was assessed of, at a level. Not diagnoses." })
export class HealthOverviewRisk {
  @Field(() => RiskKindEnum)
  kind: RiskKind;

  @Field(() => RiskLevelEnum)
  level: RiskLevel;

  @Field(() => Int)
  patients: number;
}

@ObjectType({ description: "How those are whom you may see; each part by its own right." })
export class HealthOverview {
  @Field(() => DateTime)
  asOf: Date;
}
