import { Ctx, FieldResolver, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { scopeFor } from "@wegraph/kit/principal";
import { ruleChanged } from "./rule.events.ts";
import type { RuleEvent } from "./rule.events.ts";
import { HealthRule, HealthRuleEvent } from "./rule.model.ts";
import type { RuleReader } from "./rule.reader.ts";

/** The live feed of rules. Made around the feed, as alertEventResolver is. */
export function ruleEventResolver(feed: EventFeed, reader: RuleReader): object {
  /** Events do not name patients; of individual rules only those hear who see the whole tenant. */
  const subscribe = ({ context }: SubscribeResolverData<unknown, object, RequestContext>) =>
    feed.subscribe(context, ruleChanged, {
      where: ({ payload }) =>
        !payload.isIndividual || scopeFor(context.principal, "patient:read") === "TENANT",
    });

  @Resolver(() => HealthRuleEvent)
  class RuleEventResolver {
    @Requires("health-rule:read")
    @Subscription(() => HealthRuleEvent, {
      subscribe,
      description: "Whatever happens to rules; of individual ones for who sees every patient.",
    })
    healthRuleChanged(@Root() event: FeedEvent<RuleEvent>): HealthRuleEvent {
      const { ruleId, change, version } = event.payload;
      return { id: event.id, at: new Date(event.at), change, ruleId, version };
    }

    @FieldResolver(() => HealthRule, {
      nullable: true,
      description: "The rule as it is now; null once it is deleted.",
    })
    rule(@Root() { ruleId }: HealthRuleEvent, @Ctx() context: RequestContext): Promise<HealthRule | null> {
      return reader.find(context, ruleId);
    }
  }
  return new RuleEventResolver();
}
