import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { checkNamedIds } from "@wegraph/kit/namedIds";
import { reaches } from "@wegraph/kit/reach";
import type { AlertSeverity } from "./alert.codes.ts";
import { AlertSeverityEnum } from "./alert.enums.ts";
import { accountAlertChanged } from "./alert.events.ts";
import type { AlertEvent } from "./alert.events.ts";
import { AccountAlert, AccountAlertEvent } from "./alert.model.ts";
import type { AlertReader } from "./alert.reader.ts";

interface Wanted {
  accountIds?: string[] | null;
  severities?: AlertSeverity[] | null;
}

/** The live feed of alerts. Made around the feed, as accountEventResolver is. */
export function alertEventResolver(feed: EventFeed, reader: AlertReader): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => follow(feed, context, args);

  @Resolver(() => AccountAlertEvent)
  class AlertEventResolver {
    @Requires("alert:read")
    @Subscription(() => AccountAlertEvent, {
      subscribe,
      description: "Whatever happens to the alerts of the accounts you may see, as it happens.",
    })
    accountAlert(
      @Root() event: FeedEvent<AlertEvent>,
      @Arg("accountIds", () => [ID], {
        nullable: true,
        description: "Only of these accounts, at most 1,000.",
      })
      _accountIds: string[] | null,
      @Arg("severities", () => [AlertSeverityEnum], { nullable: true }) _severities: AlertSeverity[] | null,
    ): AccountAlertEvent {
      const { alertId, change, version } = event.payload;
      return { id: event.id, at: new Date(event.at), change, version, alertId };
    }

    @FieldResolver(() => AccountAlert, {
      description: "The alert as it is now, which may be later than the event.",
    })
    async alert(
      @Root() { alertId }: AccountAlertEvent,
      @Ctx() context: RequestContext,
    ): Promise<AccountAlert> {
      const alert = await reader.find(context, alertId);
      if (!alert) throw notFound("account alert", alertId);
      return alert;
    }
  }
  return new AlertEventResolver();
}

/** Filtered here, at the server: by tenant, by what the caller's rights reach, and by what was asked for. */
function follow(feed: EventFeed, context: RequestContext, { accountIds, severities }: Wanted) {
  checkNamedIds("accountIds", accountIds);
  const ids = accountIds && new Set(accountIds.map((id) => id.toLowerCase()));
  return feed.subscribe(context, accountAlertChanged, {
    where: ({ payload }) =>
      (!ids || ids.has(payload.accountId)) &&
      (!severities || severities.includes(payload.severity)) &&
      reaches(context.principal, "alert:read", payload),
  });
}
