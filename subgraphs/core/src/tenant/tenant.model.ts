import { ArgsType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { PageArgs, connectionOf } from "@wegraph/kit/page";
import { text, uuid } from "@wegraph/kit/validate";
import { DateTime } from "@wegraph/kit/scalars";
import { displayName, email, password } from "../user/user.inputs.ts";
import { isTimeZone, slugForm, tenantPlans, tenantStatuses } from "./tenant.rules.ts";
import type { TenantPlan as Plan, TenantStatus as Status } from "./tenant.rules.ts";

export const TenantPlan = { FREE: "FREE", STANDARD: "STANDARD", ENTERPRISE: "ENTERPRISE" } as const;
registerEnumType(TenantPlan, {
  name: "TenantPlan",
  description: "What a tenant pays for.",
  valuesConfig: {
    FREE: { description: "To try the platform." },
    STANDARD: { description: "For a business." },
    ENTERPRISE: { description: "For a business with many accounts." },
  },
});

export const TenantStatus = { ACTIVE: "ACTIVE", SUSPENDED: "SUSPENDED", DELETED: "DELETED" } as const;
registerEnumType(TenantStatus, {
  name: "TenantStatus",
  description: "Whether a tenant can be used.",
  valuesConfig: {
    ACTIVE: { description: "In use." },
    SUSPENDED: { description: "Kept, but closed: nobody gets in, and live connections have ended." },
    DELETED: { description: "Closed, and purged when its time is over; can be restored until then." },
  },
});

export const timeZone = z.string().max(64).refine(isTimeZone, "not a time zone (Area/City)");
export const tenantName = text(1, 100);

@Directive('@key(fields: "id")')
@ObjectType({ description: "A customer of the platform, with users and data of its own." })
export class Tenant {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { description: "Its name in addresses: lower case, unique on the platform." })
  slug: string;

  @Field(() => TenantPlan)
  plan: Plan;

  @Field(() => TenantStatus)
  status: Status;

  @Field(() => String, { description: "The time zone its business days are counted in: Asia/Shanghai." })
  timeZone: string;

  @Field(() => Boolean, { description: "The platform's own tenant; there is exactly one." })
  isPlatform: boolean;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true, description: "Since when it is suspended." })
  suspendedAt: Date | null;

  @Field(() => DateTime, { nullable: true })
  deletedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When a deleted tenant's data may be purged." })
  purgeAfter: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When they were: nothing can be restored any more." })
  purgedAt: Date | null;
}

@ArgsType()
export class TenantListArgs extends PageArgs {
  static override readonly rules = PageArgs.rules.and(
    z.object({ search: text(0, 100).nullish(), status: z.enum(tenantStatuses).nullish() }),
  );

  @Field(() => String, { nullable: true, description: "Part of the name or slug." })
  search?: string | null;

  @Field(() => TenantStatus, { nullable: true })
  status?: Status | null;
}

export const TenantConnection = connectionOf(() => Tenant, "Tenant");

@InputType({ description: "A new tenant and its first administrator." })
export class CreateTenantInput {
  static readonly rules = z.object({
    name: tenantName,
    slug: z
      .string()
      .min(2, "at least 2 characters")
      .max(63, "at most 63 characters")
      .regex(slugForm, "lower-case letters, digits and single hyphens"),
    plan: z.enum(tenantPlans),
    timeZone: timeZone.nullish(),
    adminEmail: email,
    adminDisplayName: displayName,
    adminPassword: password,
  });

  @Field(() => String)
  name: string;

  @Field(() => String, { description: "Lower-case letters, digits and hyphens; cannot be changed later." })
  slug: string;

  @Field(() => TenantPlan)
  plan: Plan;

  @Field(() => String, { nullable: true, description: "Asia/Shanghai if not given." })
  timeZone?: string | null;

  @Field(() => String, { description: "Someone who exists already keeps name and password." })
  adminEmail: string;

  @Field(() => String)
  adminDisplayName: string;

  @Field(() => String)
  adminPassword: string;
}

@InputType({ description: "Which tenant to suspend, and why." })
export class SuspendTenantInput {
  static readonly rules = z.object({ tenantId: uuid(), reason: text(1, 500) });

  @Field(() => ID)
  tenantId: string;

  @Field(() => String, { description: "Stands in the audit log." })
  reason: string;
}

@InputType({ description: "Which tenant." })
export class TenantInput {
  static readonly rules = z.object({ tenantId: uuid() });

  @Field(() => ID)
  tenantId: string;
}

@InputType({ description: "Which tenant, and its new plan." })
export class ChangeTenantPlanInput {
  static readonly rules = z.object({ tenantId: uuid(), plan: z.enum(tenantPlans) });

  @Field(() => ID)
  tenantId: string;

  @Field(() => TenantPlan)
  plan: Plan;
}

@InputType({ description: "Which tenant, and the time zone its days are counted in from now on." })
export class ChangeTenantTimeZoneInput {
  static readonly rules = z.object({ tenantId: uuid(), timeZone });

  @Field(() => ID)
  tenantId: string;

  @Field(() => String, { description: "An IANA name: Asia/Shanghai." })
  timeZone: string;
}

@ObjectType({ description: "The tenant as it is now." })
export class TenantPayload {
  @Field(() => Tenant)
  tenant: Tenant;
}
