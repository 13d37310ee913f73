import { Field, ID, InputType, ObjectType } from "type-graphql";
import { z } from "zod";
import { text, uuid } from "@wegraph/kit/validate";
import { DateTime } from "@wegraph/kit/scalars";
import { Tenant, tenantName, timeZone } from "../tenant/tenant.model.ts";
import { code, displayName, email, password } from "../user/user.inputs.ts";
import { User } from "../user/user.model.ts";

/** What cannot be an e-mail is simply nobody's: saying so would answer differently for some who do not exist. */
const typedEmail = text(1, 254).transform((value) => value.toLowerCase());

@InputType({ description: "Who one is, and the proof." })
export class SignInInput {
  static readonly rules = z.object({
    email: typedEmail,
    password,
    totpCode: code.nullish().or(z.literal("")),
    tenantId: uuid().nullish(),
  });

  @Field(() => String)
  email: string;

  @Field(() => String)
  password: string;

  @Field(() => String, {
    nullable: true,
    description: "Six digits of the authenticator, or a recovery code.",
  })
  totpCode?: string | null;

  @Field(() => ID, { nullable: true, description: "Where to go in; the tenant used last if not given." })
  tenantId?: string | null;
}

@InputType({ description: "The refresh token of a session." })
export class RefreshSessionInput {
  static readonly rules = z.object({
    refreshToken: z.string().min(1, "must not be empty").max(500, "too long"),
    tenantId: uuid().nullish(),
  });

  @Field(() => String, { description: "Good once: the answer brings the next." })
  refreshToken: string;

  @Field(() => ID, { nullable: true, description: "Where to go on; the tenant used last if not given." })
  tenantId?: string | null;
}

@InputType({ description: "The first administrator and the platform's own tenant." })
export class SetUpFirstAdministratorInput {
  static readonly rules = z.object({
    tenantName,
    email,
    displayName,
    password,
    timeZone: timeZone.nullish(),
  });

  @Field(() => String)
  tenantName: string;

  @Field(() => String)
  email: string;

  @Field(() => String)
  displayName: string;

  @Field(() => String, { description: "At least 8 characters, and none of the common ones." })
  password: string;

  @Field(() => String, { nullable: true, description: "Asia/Shanghai if not given." })
  timeZone?: string | null;
}

@ObjectType({ description: "Everything for going on as the one who signed in." })
export class SignInPayload {
  @Field(() => String, { description: "For `Authorization: Bearer`; good for two hours." })
  accessToken: string;

  @Field(() => DateTime)
  accessTokenExpiresAt: Date;

  @Field(() => String, { description: "For refreshSession; good once. Using a spent one ends the session." })
  refreshToken: string;

  @Field(() => DateTime, { description: "The end of the session, seven days after sign-in." })
  refreshTokenExpiresAt: Date;

  @Field(() => Tenant, { description: "The tenant the access token is for." })
  tenant: Tenant;

  @Field(() => User)
  user: User;
}

@ObjectType({ description: "An access token for another tenant; the refresh token stays the same." })
export class SwitchTenantPayload {
  @Field(() => String)
  accessToken: string;

  @Field(() => DateTime)
  accessTokenExpiresAt: Date;

  @Field(() => Tenant)
  tenant: Tenant;
}
