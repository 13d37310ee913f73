import { Arg, Ctx, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import type { z } from "zod";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { mustBePlatform } from "../platformTenant.ts";
import { jobRunChanged } from "./job.events.ts";
import { JobRun } from "./job.model.ts";
import type { JobReader } from "./job.reader.ts";
import { asRun } from "./job.view.ts";

type Changed = z.infer<typeof jobRunChanged.payload>;

/** Runs as they go. Made around the feed, as webhookDeliveryChanged is. */
export function jobRunEventResolver(feed: EventFeed, reader: JobReader): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => {
    mustBePlatform(context.principal);
    const name = args["jobName"];
    return feed.subscribe(context, jobRunChanged, {
      where: ({ payload }) => typeof name !== "string" || payload.job === name,
    });
  };

  @Resolver(() => JobRun)
  class JobRunEventResolver {
    @Requires("job:read")
    @Subscription(() => JobRun, {
      subscribe,
      description: "A run each time it is queued, begins, comes further, or ends.",
    })
    async jobRun(
      @Root() { payload }: FeedEvent<Changed>,
      @Arg("jobName", () => String, { nullable: true }) _jobName: string | null,
      @Ctx() context: RequestContext,
    ): Promise<JobRun> {
      const row = await reader.run(context, payload.runId);
      if (!row) throw notFound("job run", payload.runId);
      return asRun(row);
    }
  }
  return new JobRunEventResolver();
}
