import { Requires } from "@wegraph/kit/access";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { Arg, ID, Resolver, Root, Subscription } from "type-graphql";
import { patientFeed } from "../patient/patientFeed.ts";
import { riskAssessed } from "./risk.events.ts";
import type { RiskEvent } from "./risk.events.ts";
import { RiskAssessedEvent } from "./risk.model.ts";

const right = "health-analysis:read";

/** New results, live. Made around the feed, because type-graphql calls `subscribe` without the instance. */
export function riskEventResolver(feed: EventFeed): object {
  const subscribe = patientFeed(feed, riskAssessed, right);

  @Resolver(() => RiskAssessedEvent)
  class RiskEventResolver {
    @Requires(right)
    @Subscription(() => RiskAssessedEvent, {
      subscribe,
      description:
        "Each time a risk of the patients you may see, or of one of them, is assessed otherwise than before.",
    })
    riskAssessed(
      @Root() event: FeedEvent<RiskEvent>,
      @Arg("patientId", () => ID, { nullable: true }) _patientId: string | null,
    ): RiskAssessedEvent {
      const { patientId, kind, level, previousLevel } = event.payload;
      return { id: event.id, at: new Date(event.at), patientId, kind, level, previousLevel };
    }
  }
  return new RiskEventResolver();
}
