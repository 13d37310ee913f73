import { Arg, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import type { z } from "zod";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { mustBePlatform } from "../platformTenant.ts";
import type { SettingScope } from "./setting.codes.ts";
import { settingChanged } from "./setting.events.ts";
import { Setting, SettingScopeEnum } from "./setting.model.ts";
import { placeFor } from "./setting.place.ts";
import type { SettingReader } from "./setting.reader.ts";
import { asSetting } from "./setting.view.ts";

type Changed = z.infer<typeof settingChanged.payload>;

/** What is said anew at a scope. Made around the feed, as webhookDeliveryChanged is. */
export function settingEventResolver(feed: EventFeed, reader: SettingReader): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => {
    const scope = args["scope"];
    if (scope !== "TENANT") mustBePlatform(context.principal);
    return feed.subscribe(context, settingChanged, { where: ({ payload }) => payload.scope === scope });
  };

  @Resolver(() => Setting)
  class SettingEventResolver {
    @Requires("setting:read")
    @Subscription(() => Setting, {
      subscribe,
      description: "A setting each time something else is said of it at this scope.",
    })
    async settingChanged(
      @Root() { payload, tenantId }: FeedEvent<Changed>,
      @Arg("scope", () => SettingScopeEnum) _scope: SettingScope,
    ): Promise<Setting> {
      const { key, scope, service } = payload;
      const state = await reader.find(key, placeFor(scope, service === "" ? null : service, tenantId));
      if (!state) throw notFound("setting", payload.settingId);
      return asSetting(state);
    }
  }
  return new SettingEventResolver();
}
