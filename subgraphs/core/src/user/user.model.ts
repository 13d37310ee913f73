import { Directive, Field, ID, ObjectType, UseMiddleware, registerEnumType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { Role } from "../role/role.model.ts";
import { DateTime } from "@wegraph/kit/scalars";
import { moreThanName } from "./nameOnly.ts";

export const UserStatus = { ACTIVE: "ACTIVE", DISABLED: "DISABLED" } as const;
registerEnumType(UserStatus, {
  name: "UserStatus",
  description: "Whether a user can sign in.",
  valuesConfig: {
    ACTIVE: { description: "Can sign in." },
    DISABLED: { description: "Cannot sign in, and is signed out everywhere." },
  },
});

@Directive('@key(fields: "id")')
@ObjectType({
  description:
    "A person who can sign in, seen from a tenant they belong to. Id and name take the right colleague:read, the rest user:read.",
})
export class User {
  @Field(() => ID)
  id: string;

  @UseMiddleware(moreThanName)
  @Field(() => String, { description: "In lower case; one person on the whole platform." })
  email: string;

  @Field(() => String)
  displayName: string;

  @UseMiddleware(moreThanName)
  @Field(() => UserStatus)
  status: "ACTIVE" | "DISABLED";

  @UseMiddleware(moreThanName)
  @Field(() => String, { description: "The language they read: zh-CN or en." })
  locale: string;

  @UseMiddleware(moreThanName)
  @Field(() => Boolean, { description: "Whether signing in takes a code of an authenticator." })
  totpEnabled: boolean;

  @UseMiddleware(moreThanName)
  @Field(() => DateTime, { nullable: true })
  lastSignInAt: Date | null;

  @UseMiddleware(moreThanName)
  @Field(() => DateTime, { nullable: true, description: "Locked until then after too many failed sign-ins." })
  lockedUntil: Date | null;

  @UseMiddleware(moreThanName)
  @Field(() => DateTime)
  createdAt: Date;

  /** Where the user is looked at from when that is not the caller's tenant: the one just signed in to. */
  viewedIn?: string;

  /** Of somebody whom the caller may name and not see: everything but id and name is refused. */
  isNameOnly?: boolean;
}

@ObjectType({ description: "A role a user holds in the tenant." })
export class RoleAssignment {
  @Field(() => ID)
  id: string;

  @Field(() => Role)
  role: Role;

  @Field(() => String, { nullable: true, description: "The department a right of scope DEPARTMENT reaches." })
  department: string | null;

  @Field(() => DateTime)
  createdAt: Date;
}

export const UserConnection = connectionOf(() => User, "User");

@ObjectType({ description: "The user as they are now." })
export class UserPayload {
  @Field(() => User)
  user: User;
}
