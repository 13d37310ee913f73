import { Arg, Ctx, Directive, Field, ID, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "@wegraph/kit/context";
import { demandPart } from "@wegraph/kit/principal";
import type { TenantDirectory } from "./tenantDirectory.ts";

@Directive("@inaccessible")
@ObjectType({ description: "By which clock a tenant's days are counted." })
class TenantTimeZone {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  timeZone: string;
}

/** What other domains ask about tenants, outside the public graph. */
@Resolver()
export class TenantInternalResolver {
  constructor(private readonly directory: TenantDirectory) {}

  @Directive("@inaccessible")
  @Query(() => [TenantTimeZone], { description: "Of these tenants, or of all of them." })
  _tenantTimeZones(
    @Arg("ids", () => [ID], { nullable: true }) ids: string[] | null,
    @Ctx() { principal }: RequestContext,
  ): Promise<TenantTimeZone[]> {
    demandPart(principal, "health");
    return this.directory.timeZones(ids);
  }
}
