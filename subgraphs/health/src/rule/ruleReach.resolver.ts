import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { Patient } from "../patient/patient.model.ts";
import type { PatientReader } from "../patient/patient.reader.ts";
import { HealthRuleReach } from "./rule.model.ts";

/** Patients that a rule names, as people see them: through the reader of files, which records the look. */
@Resolver(() => HealthRuleReach)
export class RuleReachResolver {
  constructor(private readonly files: PatientReader) {}

  @Requires("patient:read")
  @FieldResolver(() => [Patient], { nullable: true, description: "Those of `patientIds`." })
  patients(@Root() { patientIds }: HealthRuleReach, @Ctx() context: RequestContext): Promise<Patient[]> {
    return this.read(patientIds, context);
  }

  @Requires("patient:read")
  @FieldResolver(() => [Patient], { nullable: true, description: "Those of `exceptPatientIds`." })
  exceptPatients(
    @Root() { exceptPatientIds }: HealthRuleReach,
    @Ctx() context: RequestContext,
  ): Promise<Patient[]> {
    return this.read(exceptPatientIds, context);
  }

  private async read(ids: readonly string[], context: RequestContext): Promise<Patient[]> {
    const found = await Promise.all(ids.map((id) => this.files.find(context, id)));
    return found.flatMap((patient) => patient ?? []);
  }
}
