import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { Page } from "@wegraph/kit/page";
import { refusal } from "@wegraph/kit/principal";
import {
  ChangeTenantPlanInput,
  ChangeTenantTimeZoneInput,
  CreateTenantInput,
  SuspendTenantInput,
  Tenant,
  TenantConnection,
  TenantInput,
  TenantListArgs,
  TenantPayload,
} from "./tenant.model.ts";
import type { TenantService } from "./tenant.service.ts";
import { managesTenants } from "./tenantDirectory.ts";
import type { TenantDirectory } from "./tenantDirectory.ts";

@Resolver(() => Tenant)
export class TenantResolver {
  constructor(
    private readonly service: TenantService,
    private readonly directory: TenantDirectory,
  ) {}

  @Requires("tenant:read")
  @Query(() => Tenant, {
    nullable: true,
    description: "One's own tenant; for the platform's administrators any.",
  })
  tenant(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<Tenant | null> {
    return this.directory.find(context, id);
  }

  @Requires("tenant:manage")
  @Query(() => TenantConnection, { description: "Every tenant of the platform, the newest first." })
  tenants(
    @Args(() => TenantListArgs) args: TenantListArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<Tenant>> {
    mustManage(context);
    return this.directory.page(args, args);
  }

  @FieldResolver(() => Int, { description: "How many users belong to it." })
  userCount(@Root() { id }: Tenant, @Ctx() context: RequestContext): Promise<number> {
    return this.directory.userCount(context, id);
  }

  @Requires("tenant:manage")
  @Mutation(() => TenantPayload, { description: "Creates a tenant with its first administrator." })
  async createTenant(
    @Arg("input", () => CreateTenantInput) input: CreateTenantInput,
    @Ctx() context: RequestContext,
  ): Promise<TenantPayload> {
    mustManage(context);
    const { adminEmail, adminDisplayName, adminPassword, ...tenant } = input;
    const admin = { email: adminEmail, displayName: adminDisplayName, password: adminPassword };
    return { tenant: await this.service.create(context, { ...tenant, admin }) };
  }

  @Requires("tenant:manage")
  @Mutation(() => TenantPayload, { description: "Closes a tenant at once, live connections included." })
  async suspendTenant(
    @Arg("input", () => SuspendTenantInput) { tenantId, reason }: SuspendTenantInput,
    @Ctx() context: RequestContext,
  ): Promise<TenantPayload> {
    mustManage(context);
    return { tenant: await this.service.suspend(context, tenantId, reason) };
  }

  @Requires("tenant:manage")
  @Mutation(() => TenantPayload, { description: "Opens a suspended tenant again." })
  async resumeTenant(
    @Arg("input", () => TenantInput) { tenantId }: TenantInput,
    @Ctx() context: RequestContext,
  ): Promise<TenantPayload> {
    mustManage(context);
    return { tenant: await this.service.resume(context, tenantId) };
  }

  @Requires("tenant:manage")
  @Mutation(() => TenantPayload, { description: "Closes a tenant for good; it can be restored for 30 days." })
  async deleteTenant(
    @Arg("input", () => TenantInput) { tenantId }: TenantInput,
    @Ctx() context: RequestContext,
  ): Promise<TenantPayload> {
    mustManage(context);
    return { tenant: await this.service.delete(context, tenantId) };
  }

  @Requires("tenant:manage")
  @Mutation(() => TenantPayload, {
    description: "Takes a deletion back; a tenant that was suspended stays so.",
  })
  async restoreTenant(
    @Arg("input", () => TenantInput) { tenantId }: TenantInput,
    @Ctx() context: RequestContext,
  ): Promise<TenantPayload> {
    mustManage(context);
    return { tenant: await this.service.restore(context, tenantId) };
  }

  @Requires("tenant:manage")
  @Mutation(() => TenantPayload, { description: "Puts a tenant on another plan." })
  async changeTenantPlan(
    @Arg("input", () => ChangeTenantPlanInput) { tenantId, plan }: ChangeTenantPlanInput,
    @Ctx() context: RequestContext,
  ): Promise<TenantPayload> {
    mustManage(context);
    return { tenant: await this.service.changePlan(context, tenantId, plan) };
  }

  @Requires("tenant:manage")
  @Mutation(() => TenantPayload, {
    description: "Has a tenant's days begin by another time zone; health statistics are made again by it.",
  })
  async changeTenantTimeZone(
    @Arg("input", () => ChangeTenantTimeZoneInput) { tenantId, timeZone }: ChangeTenantTimeZoneInput,
    @Ctx() context: RequestContext,
  ): Promise<TenantPayload> {
    mustManage(context);
    return { tenant: await this.service.changeTimeZone(context, tenantId, timeZone) };
  }
}

/** A platform right means something in the platform's tenant only, however somebody came by it. */
function mustManage({ principal }: RequestContext): void {
  if (!managesTenants(principal)) throw refusal(principal, ["tenant:manage"]);
}
