import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import { RemovePayload } from "@wegraph/kit/shared.model";
import {
  CreateHealthRuleInput,
  HealthRuleFilter,
  HealthRuleInput,
  UpdateHealthRuleInput,
} from "./rule.input.ts";
import { HealthRule, HealthRuleConnection, HealthRulePayload } from "./rule.model.ts";
import type { RuleReader } from "./rule.reader.ts";
import type { RuleService } from "./rule.service.ts";
import { changeOf, contentOf } from "./rule.view.ts";

@Resolver(() => HealthRule)
export class HealthRuleResolver {
  constructor(
    private readonly reader: RuleReader,
    private readonly service: RuleService,
  ) {}

  @Requires("health-rule:read")
  @Query(() => HealthRuleConnection, {
    description:
      "What raises alerts of patients: what came with the platform first, then one's own. Individual rules only of patients you may see.",
  })
  healthRules(
    @Arg("filter", () => HealthRuleFilter, { nullable: true }) filter: HealthRuleFilter | null,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<HealthRule>> {
    return this.reader.page(context, filter ?? {}, args);
  }

  @Requires("health-rule:read")
  @Query(() => HealthRule, { nullable: true, description: "One rule; null if there is none with this id." })
  healthRule(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<HealthRule | null> {
    return this.reader.find(context, id);
  }

  @Requires("health-rule:manage")
  @Mutation(() => HealthRulePayload, { description: "Adds a rule; it holds for readings from then on." })
  async createHealthRule(
    @Arg("input", () => CreateHealthRuleInput) { idempotencyKey, ...input }: CreateHealthRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthRulePayload> {
    const row = await this.service.create(context, contentOf(input), idempotencyKey ?? null);
    return { rule: await this.reader.shown(context, row) };
  }

  @Requires("health-rule:manage")
  @Mutation(() => HealthRulePayload, {
    description: "Changes a rule. Switched off, or about something else, it ends the alerts it has.",
  })
  async updateHealthRule(
    @Arg("input", () => UpdateHealthRuleInput) { ruleId, expectedVersion, ...input }: UpdateHealthRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthRulePayload> {
    const row = await this.service.update(context, ruleId, expectedVersion ?? null, changeOf(input));
    return { rule: await this.reader.shown(context, row) };
  }

  @Requires("health-rule:manage")
  @Mutation(() => HealthRulePayload, { description: "Back to how a rule came with the platform." })
  async resetHealthRule(
    @Arg("input", () => HealthRuleInput) { ruleId, expectedVersion }: HealthRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthRulePayload> {
    const row = await this.service.reset(context, ruleId, expectedVersion ?? null);
    return { rule: await this.reader.shown(context, row) };
  }

  @Requires("health-rule:manage")
  @Mutation(() => RemovePayload, { description: "Removes a rule of one's own, and ends its alerts." })
  async deleteHealthRule(
    @Arg("input", () => HealthRuleInput) { ruleId, expectedVersion }: HealthRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<RemovePayload> {
    return { removedId: await this.service.remove(context, ruleId, expectedVersion ?? null) };
  }

  @Requires("health-alert:read")
  @FieldResolver(() => Int, {
    nullable: true,
    description: "How many alerts of it last, of patients whose alerts you may see.",
  })
  openAlerts(@Root() { id }: HealthRule, @Ctx() context: RequestContext): Promise<number> {
    return this.reader.openAlerts(context, id);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "Who changed it last; null for a program, or where nobody has.",
  })
  updatedBy(@Root() { updatedById }: HealthRule): User | null {
    return updatedById === null ? null : { id: updatedById };
  }
}
