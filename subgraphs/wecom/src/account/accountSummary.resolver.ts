import { Ctx, FieldResolver, Resolver } from "type-graphql";
import type { RequestContext } from "@wegraph/kit/context";
import { AccountSummary } from "./account.model.ts";
import type { AccountOverview } from "./account.overview.ts";

/** The parts of a summary that cost a scan, and are read only when asked for. */
@Resolver(() => AccountSummary)
export class AccountSummaryResolver {
  constructor(private readonly overview: AccountOverview) {}

  @FieldResolver(() => [String], {
    description: "Groups in use among all accounts you may see, at most 200.",
  })
  groups(@Ctx() context: RequestContext): Promise<string[]> {
    return this.overview.groups(context);
  }

  @FieldResolver(() => [String], { description: "Tags in use among all accounts you may see, at most 200." })
  tags(@Ctx() context: RequestContext): Promise<string[]> {
    return this.overview.tags(context);
  }
}
