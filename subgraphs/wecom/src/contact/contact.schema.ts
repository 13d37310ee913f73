import type { EventFeed } from "@wegraph/kit/feed";
import type { CorpService } from "../corp/corp.service.ts";
import type { ContactParts } from "./contact.parts.ts";
import { ContactFollowerResolver, ContactResolver } from "./contact.resolver.ts";
import { contactEventResolvers } from "./contactEvent.resolver.ts";
import { CustomerGroupMemberResolver, CustomerGroupResolver, WecomMemberResolver } from "./group.resolver.ts";
import { ContactSyncResolver } from "./sync/sync.resolver.ts";
import { syncProgressResolver } from "./sync/syncProgress.resolver.ts";

/** The face of contacts, groups and their syncs in the graph. */
export function contactResolvers(parts: ContactParts, corps: CorpService, feed: EventFeed): object[] {
  const { reader, groups, members, tags, acts, reach, runs, syncs } = parts;
  return [
    new ContactResolver({ reader, groups, members, tags, acts }),
    new ContactFollowerResolver(members, tags),
    new CustomerGroupResolver(groups, members),
    new CustomerGroupMemberResolver(groups, reader),
    new WecomMemberResolver(members),
    new ContactSyncResolver(runs, syncs, corps),
    syncProgressResolver(feed, runs),
    ...contactEventResolvers(feed, reach, reader),
  ];
}
