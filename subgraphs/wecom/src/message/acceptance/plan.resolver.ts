import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { Account } from "../../account/account.model.ts";
import type { AccountReader } from "../../account/account.reader.ts";
import type { MessagePlanner } from "./message.planner.ts";
import { MessagePlan, MessagePlanAccount, PlanMessagesInput } from "./plan.model.ts";

@Resolver(() => MessagePlanAccount)
export class MessagePlanResolver {
  constructor(
    private readonly planner: MessagePlanner,
    private readonly accounts: AccountReader,
  ) {}

  @Requires("message:send")
  @Query(() => MessagePlan, {
    description:
      "What would become of messages: which accounts would send them, when, and whether WeCom's limits allow it.",
  })
  planMessages(
    @Arg("input", () => PlanMessagesInput) input: PlanMessagesInput,
    @Ctx() context: RequestContext,
  ): Promise<MessagePlan> {
    return this.planner.plan(context, input);
  }

  @FieldResolver(() => Account, { nullable: true })
  account(
    @Root() { accountId }: MessagePlanAccount,
    @Ctx() context: RequestContext,
  ): Promise<Account | null> {
    return this.accounts.find(context, accountId);
  }
}
