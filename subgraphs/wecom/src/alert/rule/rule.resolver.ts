import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { User } from "@wegraph/kit/coreStubs.model";
import {
  PreviewAccountAlertRuleInput,
  ResetAccountAlertRuleInput,
  SetAccountAlertRuleInput,
} from "./rule.input.ts";
import { AccountAlertPreview, AccountAlertRule, AccountAlertRulePayload } from "./rule.model.ts";
import type { AlertRules } from "./rule.service.ts";

@Resolver(() => AccountAlertRule)
export class AlertRuleResolver {
  constructor(private readonly rules: AlertRules) {}

  @Requires("alert:read")
  @Query(() => [AccountAlertRule], {
    description: "The rule in force for every kind of alert: the tenant's, or those of one account.",
  })
  accountAlertRules(
    @Arg("accountId", () => ID, { nullable: true }) accountId: string | null,
    @Ctx() context: RequestContext,
  ): Promise<AccountAlertRule[]> {
    return this.rules.list(context, accountId ?? null);
  }

  @Requires("alert-rule:manage")
  @Query(() => AccountAlertPreview, {
    description: "For which accounts an alert would be raised now, were this the rule. Changes nothing.",
  })
  previewAccountAlertRule(
    @Arg("input", () => PreviewAccountAlertRuleInput) input: PreviewAccountAlertRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountAlertPreview> {
    return this.rules.preview(context, input);
  }

  @Requires("alert-rule:manage")
  @Mutation(() => AccountAlertRulePayload, {
    description:
      "Sets a rule, for the tenant or for one account. Open alerts follow it with the next measurement.",
  })
  async setAccountAlertRule(
    @Arg("input", () => SetAccountAlertRuleInput) input: SetAccountAlertRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountAlertRulePayload> {
    return { rule: await this.rules.set(context, input) };
  }

  @Requires("alert-rule:manage")
  @Mutation(() => AccountAlertRulePayload, {
    description: "Takes a rule back: an account follows the tenant's again, the tenant what is built in.",
  })
  async resetAccountAlertRule(
    @Arg("input", () => ResetAccountAlertRuleInput) { kind, accountId }: ResetAccountAlertRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountAlertRulePayload> {
    return { rule: await this.rules.reset(context, kind, accountId ?? null) };
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "Who set it last; null for a program, or what is built in.",
  })
  updatedBy(@Root() { updatedById }: AccountAlertRule): User | null {
    return updatedById === null ? null : { id: updatedById };
  }
}
