import { ArgsType, Field, ID, InputType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { PageArgs } from "@wegraph/kit/page";
import { text, uuid } from "@wegraph/kit/validate";
import { department, displayName, email, locale, password, rolesPerUserMax } from "./user.inputs.ts";
import { UserStatus } from "./user.model.ts";

export const UserOrderField = {
  DISPLAY_NAME: "displayName",
  EMAIL: "email",
  CREATED_AT: "createdAt",
  LAST_SIGN_IN_AT: "lastSignInAt",
} as const;
registerEnumType(UserOrderField, { name: "UserOrderField", description: "What users can be ordered by." });

export const SortDirection = { ASC: "asc", DESC: "desc" } as const;
registerEnumType(SortDirection, {
  name: "SortDirection",
  description: "Which end comes first.",
  valuesConfig: { ASC: { description: "Smallest first." }, DESC: { description: "Largest first." } },
});

@InputType({ description: "Which users; everything given must hold." })
export class UserFilter {
  static readonly rules = z.object({
    search: text(0, 100).nullish(),
    status: z.enum(UserStatus).nullish(),
    roleId: uuid().nullish(),
  });

  @Field(() => String, { nullable: true, description: "Part of the name or the e-mail." })
  search?: string | null;

  @Field(() => UserStatus, { nullable: true })
  status?: "ACTIVE" | "DISABLED" | null;

  @Field(() => ID, { nullable: true, description: "Who holds this role." })
  roleId?: string | null;
}

@ArgsType()
export class ColleagueArgs extends PageArgs {
  static override readonly rules = PageArgs.rules.and(z.object({ search: text(0, 100).nullish() }));

  @Field(() => String, { nullable: true, description: "Part of the name." })
  search?: string | null;
}

@InputType({ description: "In which order." })
export class UserOrder {
  @Field(() => UserOrderField)
  by: (typeof UserOrderField)[keyof typeof UserOrderField];

  @Field(() => SortDirection)
  direction: "asc" | "desc";
}

@InputType({ description: "A new user of the tenant, or someone of another tenant who joins this one too." })
export class CreateUserInput {
  static readonly rules = z.object({
    email,
    displayName,
    initialPassword: password,
    roleIds: z.array(uuid()).min(1, "at least one role").max(rolesPerUserMax, `at most ${rolesPerUserMax}`),
    department: department.nullish(),
    locale: locale.nullish(),
  });

  @Field(() => String, { description: "Someone who exists already keeps name and password." })
  email: string;

  @Field(() => String)
  displayName: string;

  @Field(() => String, { description: "At least 8 characters, and none of the common ones." })
  initialPassword: string;

  @Field(() => [ID], { description: "At least one: a user belongs to a tenant by a role." })
  roleIds: string[];

  @Field(() => String, { nullable: true, description: "For all these roles." })
  department?: string | null;

  @Field(() => String, { nullable: true, description: "zh-CN (if not given) or en." })
  locale?: string | null;
}

@InputType({ description: "Which user." })
export class UserInput {
  static readonly rules = z.object({ userId: uuid() });

  @Field(() => ID)
  userId: string;
}

@InputType({ description: "Which user, and their new name." })
export class RenameUserInput {
  static readonly rules = z.object({ userId: uuid(), displayName });

  @Field(() => ID)
  userId: string;

  @Field(() => String)
  displayName: string;
}

@InputType({ description: "Which user, and their new password." })
export class ResetPasswordInput {
  static readonly rules = z.object({ userId: uuid(), newPassword: password });

  @Field(() => ID)
  userId: string;

  @Field(() => String)
  newPassword: string;
}

@InputType({ description: "Which role for which user." })
export class AssignRoleInput {
  static readonly rules = z.object({ userId: uuid(), roleId: uuid(), department: department.nullish() });

  @Field(() => ID)
  userId: string;

  @Field(() => ID)
  roleId: string;

  @Field(() => String, { nullable: true, description: "The department a right of scope DEPARTMENT reaches." })
  department?: string | null;
}

@InputType({ description: "Which role of which user." })
export class UnassignRoleInput {
  static readonly rules = z.object({ userId: uuid(), roleId: uuid() });

  @Field(() => ID)
  userId: string;

  @Field(() => ID)
  roleId: string;
}
