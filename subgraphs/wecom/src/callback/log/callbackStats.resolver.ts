import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { CallbackStats, CallbackStatsInput } from "./callbackStats.model.ts";
import type { CallbackStatsReader } from "./callbackStats.reader.ts";

@Resolver()
export class CallbackStatsResolver {
  constructor(private readonly stats: CallbackStatsReader) {}

  @Requires("callback:read")
  @Query(() => CallbackStats, {
    description: "Counts of callbacks by type and hour, and what was turned away.",
  })
  callbackStats(
    @Arg("input", () => CallbackStatsInput) input: CallbackStatsInput,
    @Ctx() context: RequestContext,
  ): Promise<CallbackStats> {
    return this.stats.read(context, input);
  }
}
