import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { checkNamedIds } from "@wegraph/kit/namedIds";
import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { reaches } from "../patient/patient.scope.ts";
import { checkupReportChanged } from "./report.events.ts";
import type { ReportEvent } from "./report.events.ts";
import { CheckupReport, CheckupReportEvent } from "./report.model.ts";
import type { ReportReader } from "./report.reader.ts";

/** What happens to reports, live. Made around the feed, because type-graphql calls `subscribe` without the instance. */
export function reportEventResolver(feed: EventFeed, reader: ReportReader): object {
  const subscribe = ({
    args: { patientId },
    context,
  }: SubscribeResolverData<unknown, { patientId?: string | null }, RequestContext>) => {
    checkNamedIds("patientId", patientId == null ? null : [patientId]);
    const wanted = patientId?.toLowerCase();
    return feed.subscribe(context, checkupReportChanged, {
      where: ({ payload }) =>
        (wanted === undefined || payload.patientId === wanted) &&
        reaches(context.principal, "checkup-report:read", payload),
    });
  };

  @Resolver(() => CheckupReportEvent)
  class ReportEventResolver {
    @Requires("checkup-report:read")
    @Subscription(() => CheckupReportEvent, {
      subscribe,
      description: "Whatever happens to the reports of the patients you may see, or of one of them.",
    })
    checkupReportChanged(
      @Root() event: FeedEvent<ReportEvent>,
      @Arg("patientId", () => ID, { nullable: true }) _patientId: string | null,
    ): CheckupReportEvent {
      const { reportId, patientId, change, version } = event.payload;
      return { id: event.id, at: new Date(event.at), change, reportId, patientId, version };
    }

    @FieldResolver(() => CheckupReport, {
      nullable: true,
      description: "The report as it is now; null when it is gone. Asking for it is a look into it.",
    })
    report(
      @Root() { reportId }: CheckupReportEvent,
      @Ctx() context: RequestContext,
    ): Promise<CheckupReport | null> {
      return reader.find(context, reportId);
    }
  }
  return new ReportEventResolver();
}
