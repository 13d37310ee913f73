import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import { CacheControl } from "@wegraph/kit/cacheControl";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { checkNamedIds } from "@wegraph/kit/namedIds";
import { reaches } from "../patient/patient.scope.ts";
import type { AlertSeverity } from "./alert.codes.ts";
import { HealthAlertSeverityEnum } from "./alert.enums.ts";
import { healthAlertChanged } from "./alert.events.ts";
import type { AlertEvent } from "./alert.events.ts";
import { HealthAlertEvent } from "./alert.answers.model.ts";
import { HealthAlert } from "./alert.model.ts";
import type { AlertReader } from "./alert.reader.ts";

interface Wanted {
  patientIds?: string[] | null;
  severities?: AlertSeverity[] | null;
}

/** The live feed of alerts, resumable by its cursor. */
export function alertEventResolver(feed: EventFeed, reader: AlertReader): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => follow(feed, context, args);

  @Resolver(() => HealthAlertEvent)
  class AlertEventResolver {
    @Requires("health-alert:read")
    // Each follower by themselves: who looked at a patient's file is on record.
    @CacheControl({ scope: "PRIVATE" })
    @Subscription(() => HealthAlertEvent, {
      subscribe,
      description: "Whatever happens to the alerts of the patients you may see, as it happens.",
    })
    healthAlert(
      @Root() event: FeedEvent<AlertEvent>,
      @Arg("patientIds", () => [ID], {
        nullable: true,
        description: "Only of these patients, at most 1,000.",
      })
      _patientIds: string[] | null,
      @Arg("severities", () => [HealthAlertSeverityEnum], { nullable: true })
      _severities: AlertSeverity[] | null,
    ): HealthAlertEvent {
      const { alertId, patientId, change, version, severity, state } = event.payload;
      return { id: event.id, at: new Date(event.at), change, version, alertId, patientId, severity, state };
    }

    @FieldResolver(() => HealthAlert, {
      nullable: true,
      description: "The alert as it is now, which may be later than the event; null once beyond your reach.",
    })
    alert(
      @Root() { alertId }: HealthAlertEvent,
      @Ctx() context: RequestContext,
    ): Promise<HealthAlert | null> {
      return reader.find(context, alertId);
    }
  }
  return new AlertEventResolver();
}

/** Filtered here, at the server: by tenant, by what the caller's rights reach, and by what was asked for. */
function follow(feed: EventFeed, context: RequestContext, { patientIds, severities }: Wanted) {
  checkNamedIds("patientIds", patientIds);
  const ids = patientIds && new Set(patientIds.map((id) => id.toLowerCase()));
  return feed.subscribe(context, healthAlertChanged, {
    where: ({ payload }) =>
      (!ids || ids.has(payload.patientId)) &&
      (!severities || severities.includes(payload.severity)) &&
      reaches(context.principal, "health-alert:read", payload),
  });
}
