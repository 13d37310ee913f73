import { FieldResolver, Int, Resolver, Root } from "type-graphql";
import { ageOn } from "../calendar.ts";
import { Tenant, User } from "../stubs.model.ts";
import { Patient } from "./patient.model.ts";

/** What a patient's file leads to. Who holds a patient was allowed to read the file. */
@Resolver(() => Patient)
export class PatientFieldResolver {
  constructor(private readonly clock: () => Date) {}

  @FieldResolver(() => Tenant)
  tenant(@Root() { tenantId }: Patient): Tenant {
    return { id: tenantId };
  }

  @FieldResolver(() => Int, { description: "Whole years." })
  age(@Root() { birthDate }: Patient): number {
    return ageOn(new Date(birthDate), this.clock());
  }

  @FieldResolver(() => User, { nullable: true, description: "Who is responsible." })
  clinician(@Root() { clinicianUserId }: Patient): User | null {
    return clinicianUserId === null ? null : { id: clinicianUserId };
  }

  // Nullable items: core answers null for a user who has left the tenant, or whom the viewer may not see, and that
  // must not take the whole file with it.
  @FieldResolver(() => [User], {
    nullable: "items",
    description:
      "Who looks after the patient too; null in the place of a user you may not see, or who has left.",
  })
  careTeam(@Root() { careTeamUserIds }: Patient): User[] {
    return careTeamUserIds.map((id) => ({ id }));
  }
}
