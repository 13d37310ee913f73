import { Requires } from "@wegraph/kit/access";
import { CacheControl } from "@wegraph/kit/cacheControl";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { isUuid } from "@wegraph/kit/validate";
import { Arg, Ctx, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { news2View } from "../news2/news2.model.ts";
import type { PatientAccess } from "../patient/patient.access.ts";
import { reaches } from "../patient/patient.scope.ts";
import { vitalSignsChanged } from "./vital.events.ts";
import type { VitalSignsEvent as VitalSignsChanged } from "./vital.events.ts";
import { VitalSignsEvent } from "./vital.model.ts";

const right = "vital-sign:read";

/** The live feed of vital signs. Made around the feed, because type-graphql calls `subscribe` without the resolver's instance. */
export function vitalEventResolver(feed: EventFeed, access: PatientAccess): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, { patientId?: string | null }, RequestContext>) =>
    follow(feed, access, context, args.patientId ?? null);

  @Resolver(() => VitalSignsEvent)
  class VitalEventResolver {
    @Requires(right)
    // Each follower by themselves: who looked at a patient's values is on record.
    @CacheControl({ scope: "PRIVATE" })
    @Subscription(() => VitalSignsEvent, {
      subscribe,
      description:
        "Values as they are recorded or taken back: of one patient, or of all that your right reaches.",
    })
    async vitalSigns(
      @Root() event: FeedEvent<VitalSignsChanged>,
      @Arg("patientId", () => ID, { nullable: true }) patientId: string | null,
      @Ctx() context: RequestContext,
    ): Promise<VitalSignsEvent> {
      const { payload } = event;
      // Of one patient the look was recorded when it began; whoever follows all looks at those whom events name.
      if (patientId === null) await access.tell(context, [payload.patientId], "VITAL_SIGNS");
      return {
        id: event.id,
        at: new Date(event.at),
        isRetraction: payload.change === "RETRACTED",
        patientId: payload.patientId,
        recordNumber: payload.recordNumber,
        readings: payload.readings.map((reading) => ({
          ...reading,
          measuredAt: new Date(reading.measuredAt),
          receivedAt: new Date(reading.receivedAt),
        })),
        news2: payload.news2 && news2View({ ...payload.news2, at: new Date(payload.news2.at) }),
      };
    }
  }
  return new VitalEventResolver();
}

/** Filtered here, at the server: by tenant, by what the caller's rights reach, and by the patient asked for. */
async function follow(
  feed: EventFeed,
  access: PatientAccess,
  context: RequestContext,
  patientId: string | null,
) {
  if (patientId !== null) {
    if (!isUuid(patientId))
      throw invalidInput([{ path: ["patientId"], message: "not an id" }], "ID_MALFORMED");
    await access.open(context, right, patientId, "VITAL_SIGNS");
  }
  const id = patientId?.toLowerCase();
  return feed.subscribe(context, vitalSignsChanged, {
    where: ({ payload }) =>
      (id === undefined || payload.patientId === id) && reaches(context.principal, right, payload),
  });
}
