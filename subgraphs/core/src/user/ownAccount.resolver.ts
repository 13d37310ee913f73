import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { SignedIn } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { asUser } from "./asUser.ts";
import {
  ChangePasswordInput,
  ConfirmTotpInput,
  DisableTotpInput,
  SetLocaleInput,
  TotpConfirmation,
  TotpEnrolment,
} from "./ownAccount.model.ts";
import type { OwnAccountService } from "./ownAccount.service.ts";
import { UserPayload } from "./user.model.ts";

@Resolver()
export class OwnAccountResolver {
  constructor(private readonly account: OwnAccountService) {}

  @SignedIn()
  @Mutation(() => UserPayload, { description: "Changes one's password and ends one's other sessions." })
  async changePassword(
    @Arg("input", () => ChangePasswordInput) { currentPassword, newPassword }: ChangePasswordInput,
    @Ctx() context: RequestContext,
  ): Promise<UserPayload> {
    return { user: asUser(await this.account.changePassword(context, currentPassword, newPassword)) };
  }

  @SignedIn()
  @Mutation(() => UserPayload, { description: "Sets the language one reads." })
  async setLocale(
    @Arg("input", () => SetLocaleInput) { locale }: SetLocaleInput,
    @Ctx() context: RequestContext,
  ): Promise<UserPayload> {
    return { user: asUser(await this.account.setLocale(context, locale)) };
  }

  @SignedIn()
  @Mutation(() => TotpEnrolment, { description: "Makes a secret for an authenticator." })
  beginTotpEnrolment(@Ctx() context: RequestContext): Promise<TotpEnrolment> {
    return this.account.beginTotp(context);
  }

  @SignedIn()
  @Mutation(() => TotpConfirmation, { description: "Turns two-step sign-in on by a first code." })
  async confirmTotpEnrolment(
    @Arg("input", () => ConfirmTotpInput) { code }: ConfirmTotpInput,
    @Ctx() context: RequestContext,
  ): Promise<TotpConfirmation> {
    const { user, recoveryCodes } = await this.account.confirmTotp(context, code);
    return { user: asUser(user), recoveryCodes };
  }

  @SignedIn()
  @Mutation(() => UserPayload, { description: "Turns two-step sign-in off." })
  async disableTotp(
    @Arg("input", () => DisableTotpInput) { code }: DisableTotpInput,
    @Ctx() context: RequestContext,
  ): Promise<UserPayload> {
    return { user: asUser(await this.account.disableTotp(context, code)) };
  }
}
