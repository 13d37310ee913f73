import { Field, ID, InputType, Int } from "type-graphql";
import { namedMax } from "@wegraph/kit/namedIds";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import type { AlertSeverity, AlertState, RuleKind } from "./alert.codes.ts";
import { HealthAlertSeverityEnum, HealthAlertStateEnum, HealthRuleKindEnum } from "./alert.enums.ts";

const noteMax = 2_000;
const atOnceMax = 200;

const ids = () => z.array(uuid()).max(namedMax, `at most ${namedMax}`).nullish();
const note = (min: 0 | 1) =>
  z
    .string()
    .transform((value) => value.replaceAll("\r\n", "\n"))
    .pipe(z.string().trim().min(min, "must not be empty").max(noteMax, `at most ${noteMax} characters`));

@InputType({ description: "Which alerts; everything named must hold." })
export class HealthAlertFilter {
  static readonly rules = z
    .object({
      ids: ids(),
      states: z.array(z.enum(HealthAlertStateEnum)).nullish(),
      severities: z.array(z.enum(HealthAlertSeverityEnum)).nullish(),
      kinds: z.array(z.enum(HealthRuleKindEnum)).nullish(),
      patientIds: ids(),
      ruleIds: ids(),
      deviceIds: ids(),
      assignedToIds: ids(),
      isAssigned: z.boolean().nullish(),
      recordNumber: text(0, 40).nullish(),
      raisedFrom: z.date().nullish(),
      raisedTo: z.date().nullish(),
    })
    .refine(({ raisedFrom, raisedTo }) => !raisedFrom || !raisedTo || raisedTo > raisedFrom, {
      path: ["raisedTo"],
      message: "after raisedFrom",
    });

  @Field(() => [ID], { nullable: true, description: `At most ${namedMax}.` })
  ids?: string[] | null;

  @Field(() => [HealthAlertStateEnum], { nullable: true })
  states?: AlertState[] | null;

  @Field(() => [HealthAlertSeverityEnum], { nullable: true })
  severities?: AlertSeverity[] | null;

  @Field(() => [HealthRuleKindEnum], { nullable: true })
  kinds?: RuleKind[] | null;

  @Field(() => [ID], { nullable: true, description: `At most ${namedMax}.` })
  patientIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: `At most ${namedMax}.` })
  ruleIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: `At most ${namedMax}.` })
  deviceIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: `At most ${namedMax}.` })
  assignedToIds?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: "Whether it is somebody's." })
  isAssigned?: boolean | null;

  @Field(() => String, { nullable: true, description: "What the number of the patient's file begins with." })
  recordNumber?: string | null;

  @Field(() => DateTime, { nullable: true })
  raisedFrom?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Before this moment." })
  raisedTo?: Date | null;
}

const reference = z.object({
  id: uuid().transform((id) => id.toLowerCase()),
  version: z.number().int().min(1).nullish(),
});
const references = z
  .array(reference)
  .min(1, "at least one")
  .max(atOnceMax, `at most ${atOnceMax}`)
  .transform((given) => [...new Map(given.map((each) => [each.id, each])).values()]);

@InputType({ description: "An alert as you have seen it." })
export class HealthAlertReference {
  @Field(() => ID)
  id: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version you have seen: an alert that has become worse since then is left as it is.",
  })
  version?: number | null;
}

@InputType({ description: "Alerts that somebody looks after." })
export class AcknowledgeHealthAlertsInput {
  static readonly rules = z.object({ alerts: references, note: note(0).nullish() });

  @Field(() => [HealthAlertReference], { description: `At most ${atOnceMax}.` })
  alerts: HealthAlertReference[];

  @Field(() => String, { nullable: true, description: `What is being done; at most ${noteMax} characters.` })
  note?: string | null;
}

@InputType({ description: "Whose task alerts are." })
export class AssignHealthAlertsInput {
  static readonly rules = z.object({ alerts: references, userId: uuid().nullish() });

  @Field(() => [HealthAlertReference], { description: `At most ${atOnceMax}.` })
  alerts: HealthAlertReference[];

  @Field(() => ID, {
    nullable: true,
    description: "Yourself, the patient's clinician or one of the care team; null for nobody.",
  })
  userId?: string | null;
}

@InputType({ description: "Alerts that are over, because somebody says so." })
export class ResolveHealthAlertsInput {
  static readonly rules = z.object({ alerts: references, note: note(1) });

  @Field(() => [HealthAlertReference], { description: `At most ${atOnceMax}.` })
  alerts: HealthAlertReference[];

  @Field(() => String, { description: `Why; 1 to ${noteMax} characters.` })
  note: string;
}

@InputType({ description: "Something written about an alert." })
export class AddHealthAlertNoteInput {
  static readonly rules = z.object({ alertId: uuid(), note: note(1) });

  @Field(() => ID)
  alertId: string;

  @Field(() => String, { description: `1 to ${noteMax} characters.` })
  note: string;
}
