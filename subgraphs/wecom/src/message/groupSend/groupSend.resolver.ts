import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import { Account } from "../../account/account.model.ts";
import type { AccountReader } from "../../account/account.reader.ts";
import type { GroupSendActs } from "./groupSend.acts.ts";
import {
  GroupSend,
  GroupSendConnection,
  GroupSendFilter,
  GroupSendInput,
  GroupSendPayload,
} from "./groupSend.model.ts";
import type { GroupSendReader } from "./groupSend.reader.ts";

@Resolver(() => GroupSend)
export class GroupSendResolver {
  constructor(
    private readonly reader: GroupSendReader,
    private readonly acts: GroupSendActs,
    private readonly accounts: AccountReader,
  ) {}

  @Requires("message:read")
  @Query(() => GroupSendConnection, {
    description: "Group sends to customers, of the accounts you may see, newest first.",
  })
  groupSends(
    @Arg("filter", () => GroupSendFilter, { nullable: true }) filter: GroupSendFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<GroupSend>> {
    return this.reader.page(context, filter ?? {}, page);
  }

  @Requires("message:read")
  @Query(() => GroupSend, { nullable: true, description: "One group send." })
  groupSend(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<GroupSend | null> {
    return this.reader.find(context, id);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: "The account it is of; null when it is gone.",
  })
  account(@Root() { accountId }: GroupSend, @Ctx() context: RequestContext): Promise<Account | null> {
    return this.accounts.find(context, accountId);
  }

  @FieldResolver(() => User, { nullable: true, description: "Who ordered it; null for a program." })
  createdBy(@Root() { createdById }: GroupSend): User | null {
    return createdById === null ? null : { id: createdById };
  }

  @Requires("message:send")
  @Mutation(() => GroupSendPayload, {
    description: "Has WeCom remind the employees who have not confirmed; once an hour.",
  })
  async remindGroupSend(
    @Arg("input", () => GroupSendInput) { groupSendId }: GroupSendInput,
    @Ctx() context: RequestContext,
  ): Promise<GroupSendPayload> {
    await this.acts.remind(context, groupSendId);
    return this.payload(context, groupSendId);
  }

  @Requires("message:send")
  @Mutation(() => GroupSendPayload, {
    description: "Stops a group send: what no employee has confirmed is not sent any more.",
  })
  async cancelGroupSend(
    @Arg("input", () => GroupSendInput) { groupSendId }: GroupSendInput,
    @Ctx() context: RequestContext,
  ): Promise<GroupSendPayload> {
    await this.acts.cancel(context, groupSendId);
    return this.payload(context, groupSendId);
  }

  private async payload(context: RequestContext, id: string): Promise<GroupSendPayload> {
    const groupSend = await this.reader.find(context, id);
    if (!groupSend) throw notFound("group send", id);
    return { groupSend };
  }
}
