import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { Account } from "../../account/account.model.ts";
import type { AccountReader } from "../../account/account.reader.ts";
import { Corp } from "../../corp/corp.model.ts";
import type { CorpService } from "../../corp/corp.service.ts";
import type { CallbackContents } from "./callback.content.ts";
import { Callback, CallbackConnection, CallbackContent, CallbackFilter } from "./callback.model.ts";
import type { CallbackReader } from "./callback.reader.ts";
import type { CallbackReplay } from "./callback.replay.ts";
import {
  ReplayCallbackInput,
  ReplayCallbackPayload,
  ReplayCallbacksInput,
  ReplayCallbacksPayload,
} from "./replay.input.ts";

interface CallbackResolverParts {
  reader: CallbackReader;
  contents: CallbackContents;
  replay: CallbackReplay;
  accounts: AccountReader;
  corps: CorpService;
}

@Resolver(() => Callback)
export class CallbackResolver {
  constructor(private readonly parts: CallbackResolverParts) {}

  @Requires("callback:read")
  @Query(() => CallbackConnection, {
    description: "WeCom's callbacks to the accounts you may see, newest first. totalCount stops at 10,000.",
  })
  callbacks(
    @Arg("filter", () => CallbackFilter, { nullable: true }) filter: CallbackFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<Callback>> {
    return this.parts.reader.page(context, filter ?? {}, page);
  }

  @Requires("callback:read")
  @Query(() => Callback, { nullable: true, description: "One callback, without what it says." })
  callback(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<Callback | null> {
    return this.parts.reader.find(context, id);
  }

  @Requires("callback:reveal")
  @Query(() => CallbackContent, {
    description: "What a callback says, decrypted. That you read it goes into the audit log.",
  })
  callbackContent(
    @Arg("callbackId", () => ID) callbackId: string,
    @Ctx() context: RequestContext,
  ): Promise<CallbackContent> {
    return this.parts.contents.read(context, callbackId);
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: "The account it came to; null when it is gone.",
  })
  account(@Root() { accountId }: Callback, @Ctx() context: RequestContext): Promise<Account | null> {
    return this.parts.accounts.find(context, accountId);
  }

  @Requires("corp:read")
  @FieldResolver(() => Corp, { nullable: true })
  corp(@Root() { corpId }: Callback, @Ctx() context: RequestContext): Promise<Corp | null> {
    return this.parts.corps.find(context, corpId);
  }

  @Requires("callback:replay")
  @Mutation(() => ReplayCallbackPayload, {
    description:
      "Has a callback handled once more. Handlers let older news pass, so it repairs and never sets back.",
  })
  async replayCallback(
    @Arg("input", () => ReplayCallbackInput) { callbackId, idempotencyKey }: ReplayCallbackInput,
    @Ctx() context: RequestContext,
  ): Promise<ReplayCallbackPayload> {
    await this.parts.replay.one(context, callbackId, idempotencyKey);
    const callback = await this.parts.reader.find(context, callbackId);
    if (!callback) throw notFound("callback", callbackId);
    return { callback };
  }

  @Requires("callback:replay")
  @Mutation(() => ReplayCallbacksPayload, {
    description: "Has many callbacks handled once more: those named, or those that failed.",
  })
  replayCallbacks(
    @Arg("input", () => ReplayCallbacksInput) { callbackIds, failed, idempotencyKey }: ReplayCallbacksInput,
    @Ctx() context: RequestContext,
  ): Promise<ReplayCallbacksPayload> {
    return callbackIds
      ? this.parts.replay.named(context, callbackIds, idempotencyKey)
      : this.parts.replay.failed(context, failed ?? {}, idempotencyKey);
  }
}
