import { Requires } from "@wegraph/kit/access";
import { CacheControl } from "@wegraph/kit/cacheControl";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { checkNamedIds } from "@wegraph/kit/namedIds";
import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { patientEvent } from "./patient.events.ts";
import type { AboutPatient } from "./patient.events.ts";
import { Patient } from "./patient.model.ts";
import type { PatientReader } from "./patient.reader.ts";
import { reaches } from "./patient.scope.ts";
import { changeOf, PatientEvent } from "./patientEvent.model.ts";

/**
 * The live feed of patients' files. A class made around the feed, because type-graphql calls `subscribe` without the
 * resolver's instance.
 */
export function patientEventResolver(feed: EventFeed, reader: PatientReader): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => follow(feed, context, args);

  @Resolver(() => PatientEvent)
  class PatientEventResolver {
    @Requires("patient:read")
    // Each follower by themselves: who looked at a patient's file is on record.
    @CacheControl({ scope: "PRIVATE" })
    @Subscription(() => PatientEvent, {
      subscribe,
      description: "Whatever happens to the files of the patients you may see, as it happens.",
    })
    patientChanged(
      @Root() { id, at, subject, payload }: FeedEvent<AboutPatient>,
      @Arg("patientIds", () => [ID], {
        nullable: true,
        description: "Only of these patients, at most 1,000.",
      })
      _patientIds: string[] | null,
    ): PatientEvent {
      const { patientId, recordNumber, version } = payload;
      return { id, at: new Date(at), change: changeOf(subject), patientId, recordNumber, version };
    }

    @FieldResolver(() => Patient, {
      nullable: true,
      description: "The file as it is now, which may be later than the event; null once beyond your reach.",
    })
    patient(@Root() { patientId }: PatientEvent, @Ctx() context: RequestContext): Promise<Patient | null> {
      return reader.find(context, patientId);
    }
  }
  return new PatientEventResolver();
}

/** Filtered here, at the server: by tenant, by what the caller's rights reach, and by what was asked for. */
function follow(feed: EventFeed, context: RequestContext, { patientIds }: { patientIds?: string[] | null }) {
  checkNamedIds("patientIds", patientIds);
  const ids = patientIds && new Set(patientIds.map((id) => id.toLowerCase()));
  return feed.subscribe(context, patientEvent, {
    where: ({ payload }) =>
      (!ids || ids.has(payload.patientId)) && reaches(context.principal, "patient:read", payload),
  });
}
