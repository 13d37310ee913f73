import { Directive, Field, InputType, registerEnumType } from "type-graphql";
import { z } from "zod";

export const CredentialKind = { ACCESS_TOKEN: "ACCESS_TOKEN", API_KEY: "API_KEY" } as const;
registerEnumType(CredentialKind, {
  name: "CredentialKind",
  description: "What a caller showed the gateway.",
  valuesConfig: {
    ACCESS_TOKEN: { description: "A token of a session." },
    API_KEY: { description: "A key of a program." },
  },
});

@Directive("@inaccessible")
@InputType("CredentialInput", { description: "What a caller showed the gateway, and from where." })
export class CredentialInput {
  static readonly rules = z.object({
    kind: z.enum(CredentialKind),
    // The gateway bounds what it asks about; what is no credential is answered with null, not refused.
    token: z.string(),
    address: z.string().nullish(),
  });

  @Field(() => CredentialKind)
  kind: "ACCESS_TOKEN" | "API_KEY";

  @Field(() => String)
  token: string;

  @Field(() => String, { nullable: true })
  address?: string | null;
}

/** A decorator cannot say this of an enum. */
export const inaccessibleEnum = "extend enum CredentialKind @inaccessible";
