import { Field, ID, InputType } from "type-graphql";
import { z } from "zod";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { moment } from "../moment.ts";
import { alertSeverities, alertSources, alertStates } from "./alert.codes.ts";
import type { AlertSeverity, AlertSource, AlertState } from "./alert.codes.ts";
import { SystemAlertSeverityEnum, SystemAlertSourceEnum, SystemAlertStateEnum } from "./alert.enums.ts";

@InputType({ description: "Which alerts; everything given must hold." })
export class SystemAlertFilter {
  static readonly rules = z.object({
    states: z.array(z.enum(alertStates)).max(3).nullish(),
    severities: z.array(z.enum(alertSeverities)).max(3).nullish(),
    sources: z.array(z.enum(alertSources)).max(2).nullish(),
    names: z.array(text(1, 200)).max(50, "at most 50").nullish(),
    isSuppressed: z.boolean().nullish(),
    search: text(1, 200).nullish(),
    from: moment.nullish(),
    to: moment.nullish(),
  });

  @Field(() => [SystemAlertStateEnum], { nullable: true })
  states?: AlertState[] | null;

  @Field(() => [SystemAlertSeverityEnum], { nullable: true })
  severities?: AlertSeverity[] | null;

  @Field(() => [SystemAlertSourceEnum], { nullable: true })
  sources?: AlertSource[] | null;

  @Field(() => [String], { nullable: true, description: "As `SystemAlert.name`." })
  names?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that nobody is told of, or only the others.",
  })
  isSuppressed?: boolean | null;

  @Field(() => String, { nullable: true, description: "Part of a title or summary." })
  search?: string | null;

  @Field(() => DateTime, { nullable: true, description: "Raised then at the earliest." })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Not included." })
  to?: Date | null;
}

@InputType({ description: "Which alert, and why." })
export class SystemAlertActInput {
  static readonly rules = z.object({ alertId: uuid(), note: text(1, 500).nullish() });

  @Field(() => ID)
  alertId: string;

  @Field(() => String, { nullable: true, description: "For the timeline." })
  note?: string | null;
}
