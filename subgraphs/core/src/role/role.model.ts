import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import type { DataScope as Scope } from "@wegraph/kit/principal";
import { uuid } from "@wegraph/kit/validate";
import { permissionList, roleDescription, roleKey, roleName } from "./role.inputs.ts";

export const DataScope = { OWN: "OWN", BOUND: "BOUND", DEPARTMENT: "DEPARTMENT", TENANT: "TENANT" } as const;
registerEnumType(DataScope, {
  name: "DataScope",
  description: "How far a right reaches.",
  valuesConfig: {
    OWN: { description: "What the user made or owns." },
    BOUND: { description: "What is bound to the user, besides their own." },
    DEPARTMENT: { description: "Everything of the user's department." },
    TENANT: { description: "Everything of the tenant." },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({ description: "A bundle of permissions that users hold, and how far they reach." })
export class Role {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: "Its name for programs: lower case, unique in the tenant." })
  key: string;

  @Field(() => String)
  name: string;

  @Field(() => String)
  description: string;

  @Field(() => Boolean, {
    description: "Shipped with the platform: the same in every tenant, and unchangeable.",
  })
  builtIn: boolean;

  @Field(() => DataScope, { description: "How far all its permissions reach, the inherited ones too." })
  dataScope: Scope;

  @Field(() => [String], { description: 'Its own, as "resource:action"; either half may be "*".' })
  permissions: string[];
}

@ObjectType("Permission", { description: "A right that can be granted." })
export class PermissionEntry {
  @Field(() => String, { description: '"resource:action"' })
  id: string;

  @Field(() => String)
  resource: string;

  @Field(() => String)
  action: string;

  @Field(() => String, { description: "What its holder may do." })
  description: string;
}

@InputType({ description: "A new role of the tenant." })
export class CreateRoleInput {
  static readonly rules = z.object({
    key: roleKey,
    name: roleName,
    description: roleDescription.nullish(),
    permissions: permissionList,
    parentId: uuid().nullish(),
    dataScope: z.enum(DataScope),
  });

  @Field(() => String, { description: "Lower-case letters, digits, - and _; cannot be changed later." })
  key: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => [String], {
    description: 'Its own, as "resource:action"; either half may be "*". At most what you hold.',
  })
  permissions: string[];

  @Field(() => ID, { nullable: true, description: "The role whose permissions it inherits." })
  parentId?: string | null;

  @Field(() => DataScope)
  dataScope: Scope;
}

@InputType({ description: "What to change of a role; what is left out stays." })
export class ChangeRoleInput {
  static readonly rules = z.object({
    roleId: uuid(),
    name: roleName.nullish(),
    description: roleDescription.nullish(),
    permissions: permissionList.nullish(),
    parentId: uuid().nullish(),
    dataScope: z.enum(DataScope).nullish(),
  });

  @Field(() => ID)
  roleId: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  description?: string | null;

  @Field(() => [String], { nullable: true, description: "All of its own permissions, not only new ones." })
  permissions?: string[] | null;

  @Field(() => ID, { nullable: true, description: "null: inherits from no role any more." })
  parentId?: string | null;

  @Field(() => DataScope, { nullable: true })
  dataScope?: Scope | null;
}

@InputType({ description: "The role to delete." })
export class DeleteRoleInput {
  static readonly rules = z.object({ roleId: uuid() });

  @Field(() => ID)
  roleId: string;
}

@ObjectType({ description: "The role as it is now." })
export class RolePayload {
  @Field(() => Role)
  role: Role;
}
