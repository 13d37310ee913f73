import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { conditionOfInput } from "../condition.input.ts";
import { reachOfInput } from "../rule.input.ts";
import { HealthRuleTest, TestHealthRuleInput } from "./backTest.model.ts";
import type { BackTester } from "./backTest.ts";
import { testOf } from "./backTest.view.ts";

@Resolver()
export class BackTestResolver {
  constructor(private readonly tester: BackTester) {}

  @Requires("health-rule:read", "vital-sign:read")
  @Query(() => HealthRuleTest, {
    description:
      "How often a rule would have fired, by what was measured of the patients you may see. As if it held alone; changes nothing.",
  })
  async testHealthRule(
    @Arg("input", () => TestHealthRuleInput) { condition, reach, from, to }: TestHealthRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<HealthRuleTest> {
    const draft = { condition: conditionOfInput(condition), reach: reachOfInput(reach), from, to };
    return testOf(draft.condition, await this.tester.test(context, draft));
  }
}
