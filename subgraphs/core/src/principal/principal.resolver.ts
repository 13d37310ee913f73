import { Arg, Ctx, Directive, Query, Resolver } from "type-graphql";
import type { RequestContext } from "@wegraph/kit/context";
import { demandGateway } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { Json } from "../scalars.ts";
import { CredentialInput } from "./principal.model.ts";
import type { PrincipalService } from "./principal.service.ts";

/** The gateway's own question, outside the public graph: who is this? */
@Resolver()
export class PrincipalResolver {
  constructor(private readonly principals: PrincipalService) {}

  @Directive("@inaccessible")
  @Query(() => Json, {
    nullable: true,
    description: "The principal behind a credential, for the gateway; null if it is good for nothing.",
  })
  _principal(
    @Arg("credential", () => CredentialInput) { kind, token, address }: CredentialInput,
    @Ctx() { principal }: RequestContext,
  ): Promise<Principal | null> {
    demandGateway(principal);
    return this.principals.identify({ kind, token, address: address ?? null });
  }
}
