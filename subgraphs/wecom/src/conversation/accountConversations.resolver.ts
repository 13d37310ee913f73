import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { Account } from "../account/account.model.ts";
import { ConversationConnection, ConversationFilter } from "./conversation.model.ts";
import type { Conversation } from "./conversation.model.ts";
import type { ConversationReader } from "./conversation.reader.ts";

/** Who holds an account was allowed to read it; what is said by it is a right of its own. */
@Resolver(() => Account)
export class AccountConversationsResolver {
  constructor(private readonly reader: ConversationReader) {}

  @Requires("conversation:read")
  @FieldResolver(() => ConversationConnection, {
    description: "Its conversations, the one written in last first. totalCount stops at 10,000.",
  })
  conversations(
    @Root() { id }: Account,
    @Arg("filter", () => ConversationFilter, { nullable: true }) filter: ConversationFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<Conversation>> {
    return this.reader.page(
      context,
      Object.assign(new ConversationFilter(), filter, { accountIds: [id] }),
      page,
    );
  }
}
