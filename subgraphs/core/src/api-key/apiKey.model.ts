import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { text, uuid } from "@wegraph/kit/validate";
import { moment } from "../moment.ts";
import { permissionList } from "../role/role.inputs.ts";
import { DateTime } from "@wegraph/kit/scalars";
import { normalNetwork } from "../sign-in/address.ts";
import { overlapHoursDefault, overlapHoursMax } from "./api-key.rules.ts";

const network = z
  .string()
  .max(50)
  .transform((value, issues) => {
    const normal = normalNetwork(value.trim());
    if (normal !== null) return normal;
    issues.addIssue({ code: "custom", message: "not an address or network (10.0.0.0/8)" });
    return z.NEVER;
  });

@ObjectType({ description: "A key by which a program acts in the tenant." })
export class ApiKey {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { description: "How the key begins; tells keys apart in a program's settings." })
  prefix: string;

  @Field(() => String, { description: "How it ends." })
  lastFour: string;

  @Field(() => [String], { description: 'What it may do, as "resource:action"; always in the whole tenant.' })
  scopes: string[];

  @Field(() => [String], { description: "The addresses and networks it may be used from; empty: any." })
  allowedAddresses: string[];

  @Field(() => Int, { nullable: true, description: "Its own limit; the tenant's if none." })
  rateLimitPerMinute: number | null;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime, { nullable: true })
  expiresAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "To the minute." })
  lastUsedAt: Date | null;

  @Field(() => String, { nullable: true })
  lastUsedAddress: string | null;

  @Field(() => DateTime, { nullable: true })
  revokedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Until when a rotated key still works." })
  overlapUntil: Date | null;

  createdById: string | null;
  rotatedToId: string | null;
}

export const ApiKeyConnection = connectionOf(() => ApiKey, "ApiKey");

@InputType({ description: "A new key." })
export class CreateApiKeyInput {
  static readonly rules = z.object({
    name: text(1, 100),
    scopes: permissionList.refine((scopes) => scopes.length > 0, "at least one"),
    allowedAddresses: z.array(network).max(100, "at most 100").nullish(),
    expiresAt: moment.nullish(),
    rateLimitPerMinute: z.number().int().min(1, "at least 1").max(1_000_000, "at most 1000000").nullish(),
    idempotencyKey: text(1, 200).nullish(),
  });

  @Field(() => String)
  name: string;

  @Field(() => [String], { description: "At most what you may do in the whole tenant yourself." })
  scopes: string[];

  @Field(() => [String], {
    nullable: true,
    description: "Addresses and networks (10.0.0.0/8) it may be used from.",
  })
  allowedAddresses?: string[] | null;

  @Field(() => DateTime, { nullable: true })
  expiresAt?: Date | null;

  @Field(() => Int, { nullable: true })
  rateLimitPerMinute?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key and input gets the same answer.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "Which key to replace." })
export class RotateApiKeyInput {
  static readonly rules = z.object({
    apiKeyId: uuid(),
    overlapHours: z
      .number()
      .int()
      .min(0, "at least 0")
      .max(overlapHoursMax, `at most ${overlapHoursMax}`)
      .nullish(),
  });

  @Field(() => ID)
  apiKeyId: string;

  @Field(() => Int, {
    nullable: true,
    defaultValue: overlapHoursDefault,
    description: "How long the old key still works.",
  })
  overlapHours?: number | null;
}

@InputType({ description: "Which key." })
export class RevokeApiKeyInput {
  static readonly rules = z.object({ apiKeyId: uuid() });

  @Field(() => ID)
  apiKeyId: string;
}

@ObjectType({ description: "The key as it is now." })
export class ApiKeyPayload {
  @Field(() => ApiKey)
  apiKey: ApiKey;
}

@ObjectType({ description: "A new key with its secret." })
export class ApiKeySecretPayload {
  @Field(() => ApiKey)
  apiKey: ApiKey;

  @Field(() => String, { description: "The whole key, for `Authorization: Bearer`. Shown only now." })
  secret: string;
}
