import { Directive, Field, ID, InputType, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { DateTime } from "@wegraph/kit/scalars";
import { corpIdRules, corpNameRules, providerUrlRules, secretRules } from "./corp.rules.ts";

@Directive('@key(fields: "id")')
@ObjectType({ description: "A WeCom corporation whose accounts are driven here." })
export class Corp {
  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;

  @Field(() => String, { description: "The corporation's own id at WeCom." })
  corpId: string;

  @Field(() => Boolean, {
    description: "Whether there is a secret for its provider; the secret itself is never shown.",
  })
  secretSet: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When that secret ends, or is to be renewed, where somebody said; alerts warn before it does.",
  })
  secretEndsAt: Date | null;

  @Field(() => DateTime)
  createdAt: Date;
}

export const CorpConnection = connectionOf(() => Corp, "Corp");

@InputType({ description: "A new corporation." })
export class CreateCorpInput {
  static readonly rules = z
    .object({
      name: corpNameRules,
      corpId: corpIdRules,
      providerUrl: providerUrlRules.nullish(),
      secret: secretRules.nullish(),
      secretEndsAt: z.date().nullish(),
    })
    .refine(({ providerUrl, secret }) => (providerUrl == null) === (secret == null), {
      path: ["secret"],
      message: "both the provider and its secret, or neither",
    });

  @Field(() => String)
  name: string;

  @Field(() => String, { description: "The corporation's own id at WeCom, unique in the tenant." })
  corpId: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Base address of the provider that keeps the accounts' sessions; not needed for applications.",
  })
  providerUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What the platform proves itself with to the provider.",
  })
  secret?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the secret ends, or is to be renewed; alerts warn before it does.",
  })
  secretEndsAt?: Date | null;
}

@InputType({ description: "What to change of a corporation; what is left out stays." })
export class ChangeCorpInput {
  static readonly rules = z.object({
    corpId: uuid(),
    name: corpNameRules.nullish(),
    providerUrl: providerUrlRules.nullish(),
    secret: secretRules.nullish(),
    secretEndsAt: z.date().nullish(),
  });

  @Field(() => ID, { description: "Id of the corporation here, not at WeCom." })
  corpId: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  providerUrl?: string | null;

  @Field(() => String, { nullable: true })
  secret?: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the secret ends, or is to be renewed; null for never.",
  })
  secretEndsAt?: Date | null;
}

@ObjectType({ description: "The corporation after a change." })
export class CorpPayload {
  @Field(() => Corp)
  corp: Corp;
}
