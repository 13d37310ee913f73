import { FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Tenant, User } from "@wegraph/kit/coreStubs.model";
import { ageOn, businessDay, dayOf } from "../calendar.ts";
import type { TenantZones } from "../tenant/tenantZones.ts";
import { Patient } from "./patient.model.ts";

/** What a patient's file leads to. Who holds a patient was allowed to read the file. */
@Resolver(() => Patient)
export class PatientFieldResolver {
  constructor(
    private readonly zones: TenantZones,
    private readonly clock: () => Date,
  ) {}

  @FieldResolver(() => Tenant)
  tenant(@Root() { tenantId }: Patient): Tenant {
    return { id: tenantId };
  }

  @FieldResolver(() => Int, { description: "Whole years, on the tenant's day." })
  async age(@Root() { birthDate, tenantId }: Patient): Promise<number> {
    const today = businessDay(this.clock(), await this.zones.of(tenantId));
    return ageOn(dayOf(birthDate), dayOf(today));
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
