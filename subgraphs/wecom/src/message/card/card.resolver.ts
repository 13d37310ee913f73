import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { checkNamedIds } from "@wegraph/kit/namedIds";
import { Message } from "../message.model.ts";
import type { MessageReach } from "../message.reach.ts";
import { messageCardTapped } from "./card.events.ts";
import type { MessageCardTapped } from "./card.events.ts";
import { AnswerCardTapInput, CardTap, CardTapEvent, CardTapPayload } from "./card.model.ts";
import type { CardTaps } from "./card.taps.ts";

@Resolver(() => Message)
export class CardResolver {
  constructor(private readonly taps: CardTaps) {}

  @FieldResolver(() => [CardTap], {
    description: "Of a template card: who tapped it, newest first, 200 at most.",
  })
  cardTaps(@Root() { id, type }: Message): Promise<CardTap[]> {
    return type === "TEMPLATE_CARD" ? this.taps.of(id) : Promise.resolve([]);
  }

  @Requires("message:send")
  @Mutation(() => CardTapPayload, {
    description: "Changes a card for the member who tapped it; once for each tap, within 72 hours.",
  })
  async answerCardTap(
    @Arg("input", () => AnswerCardTapInput) input: AnswerCardTapInput,
    @Ctx() context: RequestContext,
  ): Promise<CardTapPayload> {
    return { cardTap: await this.taps.answer(context, input) };
  }
}

/** The live feed of taps. Made around the feed, as accountEventResolver is. */
export function cardTapEventResolver(feed: EventFeed, reach: MessageReach): object {
  const subscribe = async ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => {
    const wanted: { accountIds?: string[] | null; messageIds?: string[] | null } = args;
    checkNamedIds("accountIds", wanted.accountIds);
    checkNamedIds("messageIds", wanted.messageIds);
    const isMine = await reach.accountTest(context.principal, "message:read");
    const accounts = wanted.accountIds && new Set(wanted.accountIds.map((id) => id.toLowerCase()));
    const messages = wanted.messageIds && new Set(wanted.messageIds.map((id) => id.toLowerCase()));
    return feed.subscribe(context, messageCardTapped, {
      where: ({ payload: { accountId, messageId } }) =>
        (!accounts || accounts.has(accountId)) && (!messages || messages.has(messageId)) && isMine(accountId),
    });
  };

  @Resolver(() => CardTapEvent)
  class CardTapEventResolver {
    @Requires("message:read")
    @Subscription(() => CardTapEvent, {
      subscribe,
      description:
        "Each tap on a template card of the accounts you may see: of all, or of the accounts or messages named.",
    })
    messageCardTapped(
      @Root() { payload }: FeedEvent<MessageCardTapped>,
      @Arg("accountIds", () => [ID], { nullable: true, description: "At most 1,000." }) _accountIds:
        | string[]
        | null,
      @Arg("messageIds", () => [ID], { nullable: true, description: "At most 1,000." }) _messageIds:
        | string[]
        | null,
    ): CardTapEvent {
      return { ...payload, at: new Date(payload.at) };
    }
  }
  return new CardTapEventResolver();
}
