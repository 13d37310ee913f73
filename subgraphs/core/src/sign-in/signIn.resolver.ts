import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import type { RequestContext } from "@wegraph/kit/context";
import type { RefreshService } from "../session/refresh.service.ts";
import type { SignedIn } from "../session/tokens.ts";
import type { IdentitySetup } from "../setup/identitySetup.ts";
import { asUser } from "../user/asUser.ts";
import {
  RefreshSessionInput,
  SetUpFirstAdministratorInput,
  SignInInput,
  SignInPayload,
} from "./signIn.model.ts";
import type { SignInService } from "./signIn.service.ts";

/** What somebody may ask who is nobody yet. */
@Resolver()
export class SignInResolver {
  constructor(
    private readonly service: SignInService,
    private readonly refresh: RefreshService,
    private readonly setup: IdentitySetup,
  ) {}

  @Query(() => Boolean, { description: "Whether the platform still waits for its first administrator." })
  setupRequired(): Promise<boolean> {
    return this.setup.isRequired();
  }

  @Mutation(() => SignInPayload, {
    description:
      "Signs in by password, and by a code where two-step sign-in is on (reason TOTP_REQUIRED asks for it). " +
      "Every other failure answers SIGN_IN_REFUSED, with retryAfterMs when the next try has to wait.",
  })
  async signIn(
    @Arg("input", () => SignInInput) input: SignInInput,
    @Ctx() context: RequestContext,
  ): Promise<SignInPayload> {
    return shown(await this.service.signIn(context, input));
  }

  @Mutation(() => SignInPayload, { description: "New tokens for a refresh token, which is spent by it." })
  async refreshSession(
    @Arg("input", () => RefreshSessionInput) input: RefreshSessionInput,
    @Ctx() context: RequestContext,
  ): Promise<SignInPayload> {
    return shown(await this.refresh.refresh(context, input));
  }

  @Mutation(() => SignInPayload, {
    description: "Makes the first administrator of an empty platform. Works once.",
  })
  async setUpFirstAdministrator(
    @Arg("input", () => SetUpFirstAdministratorInput) input: SetUpFirstAdministratorInput,
    @Ctx() context: RequestContext,
  ): Promise<SignInPayload> {
    const { tenantName: name, timeZone, email, displayName, password } = input;
    return shown(
      await this.setup.firstAdministrator(context, {
        name,
        timeZone,
        admin: { email, displayName, password },
      }),
    );
  }
}

function shown({ user, ...signedIn }: SignedIn): SignInPayload {
  return { ...signedIn, user: asUser(user, signedIn.tenant.id) };
}
