import type { EventFeed } from "@wegraph/kit/feed";
import type { AccountReader } from "../account/account.reader.ts";
import { MediaResolver } from "../media/media.resolver.ts";
import { CardResolver, cardTapEventResolver } from "./card/card.resolver.ts";
import { GroupSendResolver } from "./groupSend/groupSend.resolver.ts";
import { groupSendEventResolver } from "./groupSend/groupSendEvent.resolver.ts";
import { MessagePlanResolver } from "./acceptance/plan.resolver.ts";
import { MessageBatchResolver } from "./batch/batch.resolver.ts";
import { batchProgressResolver } from "./batch/batchProgress.resolver.ts";
import { ProviderLimitResolver } from "./limits/limits.resolver.ts";
import type { MessageParts } from "./message.parts.ts";
import { MessageResolver } from "./message.resolver.ts";
import { messageEventResolver } from "./messageEvent.resolver.ts";
import { AccountDashboardResolver } from "./stats/dashboard.resolver.ts";
import { MessageStatsResolver } from "./stats/stats.resolver.ts";
import { TenantUsageResolver } from "./stats/usage.resolver.ts";
import { TemplateResolver } from "./template/template.resolver.ts";

/** The face of messages in the graph. */
export function messageResolvers(parts: MessageParts, accounts: AccountReader, feed: EventFeed): object[] {
  const { reader, service, acts, recall, batches, templates, templateService, keywords } = parts;
  return [
    new MessageResolver({ reader, service, acts, recall, accounts, groupSends: parts.groupSends }),
    new MessageBatchResolver({ batches, reader, service, acts }),
    new TemplateResolver(templates, templateService, keywords),
    new GroupSendResolver(parts.groupSends, parts.groupSendActs, accounts),
    groupSendEventResolver(feed, parts.reach),
    new CardResolver(parts.cardTaps),
    cardTapEventResolver(feed, parts.reach),
    new MediaResolver(parts.media, parts.mediaService),
    new MessagePlanResolver(parts.planner, accounts),
    new MessageStatsResolver(parts.stats),
    new AccountDashboardResolver(parts.dashboard),
    new TenantUsageResolver(parts.usage),
    new ProviderLimitResolver(parts.limits),
    messageEventResolver(feed, parts.reach),
    batchProgressResolver(feed, batches),
  ];
}
