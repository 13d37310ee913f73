import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { checkNamedIds } from "@wegraph/kit/namedIds";
import { Arg, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { reaches } from "../patient/patient.scope.ts";
import { riskAssessed } from "./risk.events.ts";
import type { RiskEvent } from "./risk.events.ts";
import { RiskAssessedEvent } from "./risk.model.ts";

/** New results, live. Made around the feed, because type-graphql calls `subscribe` without the instance. */
export function riskEventResolver(feed: EventFeed): object {
  const subscribe = ({
    args: { patientId },
    context,
  }: SubscribeResolverData<unknown, { patientId?: string | null }, RequestContext>) => {
    checkNamedIds("patientId", patientId == null ? null : [patientId]);
    const wanted = patientId?.toLowerCase();
    return feed.subscribe(context, riskAssessed, {
      where: ({ payload }) =>
        (wanted === undefined || payload.patientId === wanted) &&
        reaches(context.principal, "health-analysis:read", payload),
    });
  };

  @Resolver(() => RiskAssessedEvent)
  class RiskEventResolver {
    @Requires("health-analysis:read")
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
