import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { RemovePayload } from "../payloads.model.ts";
import type { BackTester } from "./backTest.ts";
import {
  CreateMonitorRuleInput,
  MonitorConditionInput,
  MonitorRuleInput,
  UpdateMonitorRuleInput,
} from "./rule.inputs.ts";
import { MonitorBackTest, MonitorRule, MonitorRuleConnection, MonitorRulePayload } from "./rule.model.ts";
import type { MonitorRuleReader } from "./rule.reader.ts";
import type { MonitorRuleService } from "./rule.service.ts";
import { asBackTest, asRule, conditionOf, newRuleOf, ruleChangeOf } from "./rule.view.ts";

@Resolver(() => MonitorRule)
export class MonitorRuleResolver {
  constructor(
    private readonly service: MonitorRuleService,
    private readonly reader: MonitorRuleReader,
    private readonly tester: BackTester,
  ) {}

  @Requires("monitor-rule:read")
  @Query(() => MonitorRuleConnection, {
    description: "What the tenant is alarmed by, the newest rule first.",
  })
  async monitorRules(@Args(() => PageArgs) args: PageArgs): Promise<Page<MonitorRule>> {
    return mapPage(await this.reader.page(args), asRule);
  }

  @Requires("monitor-rule:read")
  @Query(() => MonitorRule, { nullable: true, description: "One rule; null if there is none with this id." })
  async monitorRule(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<MonitorRule | null> {
    const row = await this.reader.find(context, id);
    return row && asRule(row);
  }

  @Requires("monitor-rule:read")
  @Query(() => MonitorBackTest, {
    description: "How often a condition would have fired in the last day, by what was measured.",
  })
  async testMonitorRule(
    @Arg("condition", () => MonitorConditionInput) condition: MonitorConditionInput,
    @Ctx() { principal }: RequestContext,
  ): Promise<MonitorBackTest> {
    const tenantId = principal.isPlatform ? null : principal.tenantId;
    return asBackTest(await this.tester.test(tenantId, conditionOf(condition)));
  }

  @FieldResolver(() => Int, { description: "How many alerts of it last." })
  firing(@Root() { id }: MonitorRule, @Ctx() context: RequestContext): Promise<number> {
    return this.reader.firing(context, id);
  }

  @Requires("monitor-rule:manage")
  @Mutation(() => MonitorRulePayload, { description: "Adds a rule." })
  async createMonitorRule(
    @Arg("input", () => CreateMonitorRuleInput) { idempotencyKey, ...input }: CreateMonitorRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<MonitorRulePayload> {
    return { rule: asRule(await this.service.create(context, newRuleOf(input), idempotencyKey ?? null)) };
  }

  @Requires("monitor-rule:manage")
  @Mutation(() => MonitorRulePayload, {
    description: "Changes a rule. Another condition ends the alerts of the one before.",
  })
  async updateMonitorRule(
    @Arg("input", () => UpdateMonitorRuleInput) { ruleId, expectedVersion, ...input }: UpdateMonitorRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<MonitorRulePayload> {
    const row = await this.service.update(context, ruleId, expectedVersion ?? null, ruleChangeOf(input));
    return { rule: asRule(row) };
  }

  @Requires("monitor-rule:manage")
  @Mutation(() => RemovePayload, { description: "Removes a rule of one's own, and ends its alerts." })
  async deleteMonitorRule(
    @Arg("input", () => MonitorRuleInput) { ruleId }: MonitorRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<RemovePayload> {
    return { removedId: await this.service.remove(context, ruleId) };
  }
}
