import type { EventFeed } from "@wegraph/kit/feed";
import type { AccountReader } from "../account/account.reader.ts";
import type { CorpService } from "../corp/corp.service.ts";
import type { CallbackParts } from "./callback.parts.ts";
import { CallbackResolver } from "./log/callback.resolver.ts";
import { callbackEventResolver } from "./log/callbackEvent.resolver.ts";
import { CallbackStatsResolver } from "./log/callbackStats.resolver.ts";

/** The face of callbacks in the graph. */
export function callbackResolvers(
  parts: CallbackParts,
  accounts: AccountReader,
  corps: CorpService,
  feed: EventFeed,
): object[] {
  const { reader, contents, replay, stats, reach } = parts;
  return [
    new CallbackResolver({ reader, contents, replay, accounts, corps }),
    new CallbackStatsResolver(stats),
    callbackEventResolver(feed, reach),
  ];
}
