import { Arg, Ctx, FieldResolver, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import type { AlertSeverity } from "./alert.codes.ts";
import { SystemAlertSeverityEnum } from "./alert.enums.ts";
import { systemAlertChanged } from "./alert.events.ts";
import type { SystemAlertEvent as AlertEventPayload } from "./alert.events.ts";
import { SystemAlert, SystemAlertEvent } from "./alert.model.ts";
import type { SystemAlertReader } from "./alert.reader.ts";
import { asAlert } from "./alert.view.ts";

/** The live board. A class made around the feed, because type-graphql calls `subscribe` without the resolver's instance. */
export function systemAlertEventResolver(feed: EventFeed, reader: SystemAlertReader): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, { severities?: AlertSeverity[] | null }, RequestContext>) => {
    const { severities } = args;
    return feed.subscribe(context, systemAlertChanged, {
      where: ({ payload }) => !severities || severities.includes(payload.severity),
    });
  };

  @Resolver(() => SystemAlertEvent)
  class SystemAlertEventResolver {
    @Requires("system-alert:read")
    @Subscription(() => SystemAlertEvent, {
      subscribe,
      description: "Whatever happens to the tenant's alerts, as it happens.",
    })
    systemAlert(
      @Root() { id, at, payload }: FeedEvent<AlertEventPayload>,
      @Arg("severities", () => [SystemAlertSeverityEnum], { nullable: true }) _severities:
        | AlertSeverity[]
        | null,
    ): SystemAlertEvent {
      const { alertId, change, version } = payload;
      return { id, at: new Date(at), change, version, alertId };
    }

    @FieldResolver(() => SystemAlert, {
      description: "The alert as it is now, which may be later than the event.",
    })
    async alert(@Root() { alertId }: SystemAlertEvent, @Ctx() context: RequestContext): Promise<SystemAlert> {
      const row = await reader.find(context, alertId);
      if (!row) throw notFound("system alert", alertId);
      return asAlert(row);
    }
  }
  return new SystemAlertEventResolver();
}
