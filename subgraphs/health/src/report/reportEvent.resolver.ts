import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from "type-graphql";
import { patientFeed } from "../patient/patientFeed.ts";
import { checkupReportChanged } from "./report.events.ts";
import type { ReportEvent } from "./report.events.ts";
import { CheckupReport, CheckupReportEvent } from "./report.model.ts";
import type { ReportReader } from "./report.reader.ts";

const right = "checkup-report:read";

/** What happens to reports, live. Made around the feed, because type-graphql calls `subscribe` without the instance. */
export function reportEventResolver(feed: EventFeed, reader: ReportReader): object {
  const subscribe = patientFeed(feed, checkupReportChanged, right);

  @Resolver(() => CheckupReportEvent)
  class ReportEventResolver {
    @Requires(right)
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
