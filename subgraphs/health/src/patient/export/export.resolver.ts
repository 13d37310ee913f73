import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { z } from "zod";
import type { ExportedBundle, PatientExport } from "./export.service.ts";

@InputType({ description: "Whose data to take out of the platform, and of what time." })
export class ExportPatientInput {
  static readonly rules = z.object({ patientId: uuid(), from: z.date().nullish(), to: z.date().nullish() });

  @Field(() => ID)
  patientId: string;

  @Field(() => DateTime, { nullable: true, description: "Vital signs from here on; all when left out." })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Vital signs before this." })
  to?: Date | null;
}

@ObjectType({ description: "A patient's data as FHIR R4." })
class ExportPatientPayload {
  @Field(() => String, { description: "A Bundle of type collection, as JSON text." })
  bundle: string;

  @Field(() => Int, { description: "Observations in it; at most 100,000." })
  observations: number;
}

@Resolver()
export class ExportResolver {
  constructor(private readonly exports: PatientExport) {}

  @Requires("patient:export")
  @Mutation(() => ExportPatientPayload, {
    description:
      "A patient's file and vital signs as a FHIR R4 Bundle. A mutation, because who took them is recorded for good.",
  })
  exportPatient(
    @Arg("input", () => ExportPatientInput) input: ExportPatientInput,
    @Ctx() context: RequestContext,
  ): Promise<ExportedBundle> {
    return this.exports.bundle(context, input);
  }
}
