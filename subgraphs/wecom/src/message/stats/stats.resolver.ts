import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { MessageFunnel, MessageStatistics, MessageStatisticsInput } from "./stats.model.ts";
import type { MessageStatsReader } from "./stats.reader.ts";

@Resolver(() => MessageStatistics)
export class MessageStatsResolver {
  constructor(private readonly reader: MessageStatsReader) {}

  @Requires("message:read")
  @Query(() => MessageStatistics, { description: "What became of the messages of the accounts you may see." })
  messageStatistics(
    @Arg("input", () => MessageStatisticsInput) input: MessageStatisticsInput,
    @Ctx() context: RequestContext,
  ): Promise<MessageStatistics> {
    return this.reader.statistics(context, input);
  }

  @Requires("message:read")
  @Query(() => MessageFunnel, {
    description: "How far the messages of the accounts you may see came: accepted, sent, delivered, read.",
  })
  messageFunnel(
    @Arg("input", () => MessageStatisticsInput) input: MessageStatisticsInput,
    @Ctx() context: RequestContext,
  ): Promise<MessageFunnel> {
    return this.reader.funnel(context, input);
  }
}
