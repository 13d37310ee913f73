import { Field, InputType } from "type-graphql";
import type { AllergySeverity } from "./identity/identity.ts";
import { AllergySeverityEnum } from "./patient.enums.ts";

@InputType({ description: "Somebody to be reached for a patient." })
export class PatientContactInput {
  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true, description: "What they are to the patient." })
  relation?: string | null;

  @Field(() => String, { nullable: true })
  phone?: string | null;
}

@InputType({ description: "A condition that was diagnosed." })
export class PatientConditionInput {
  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true, description: "YYYY, YYYY-MM or YYYY-MM-DD." })
  since?: string | null;
}

@InputType({ description: "What a patient does not tolerate." })
export class PatientAllergyInput {
  @Field(() => String)
  substance: string;

  @Field(() => String, { nullable: true })
  reaction?: string | null;

  @Field(() => AllergySeverityEnum, { nullable: true })
  severity?: AllergySeverity | null;
}

@InputType({ description: "What a patient takes." })
export class PatientMedicationInput {
  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true, description: "In words: 5 mg once a day." })
  dosage?: string | null;
}

@InputType({ description: "What is known of a patient's past, all of it." })
export class PatientHistoryInput {
  @Field(() => [PatientConditionInput], { defaultValue: [] })
  conditions: PatientConditionInput[];

  @Field(() => [PatientAllergyInput], { defaultValue: [] })
  allergies: PatientAllergyInput[];

  @Field(() => [PatientMedicationInput], { defaultValue: [] })
  medications: PatientMedicationInput[];

  @Field(() => String, { nullable: true })
  notes?: string | null;
}
