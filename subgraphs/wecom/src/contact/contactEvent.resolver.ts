import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { checkNamedIds } from "@wegraph/kit/namedIds";
import { isUuid } from "@wegraph/kit/validate";
import { customerGroupChanged, wecomContactChanged } from "./contact.events.ts";
import type { CustomerGroupChanged, WecomContactChanged } from "./contact.events.ts";
import { ContactChange, ContactChangedEvent, WecomContact } from "./contact.model.ts";
import { reachesUsers } from "./contact.reach.ts";
import type { ContactReach, Reach } from "./contact.reach.ts";
import type { ContactReader } from "./contact.reader.ts";
import { CustomerGroupChangedEvent } from "./group.model.ts";

type Subscribing = SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>;

const right = "contact:read";
/** What a caller's rights reach is asked again after so long. */
const reachMs = 5_000;

/** The live feeds of contacts and groups. Made around the feed, as accountEventResolver is. */
export function contactEventResolvers(feed: EventFeed, reach: ContactReach, reader: ContactReader): object[] {
  const ofContacts = ({ args, context }: Subscribing) => followContacts(feed, reach, context, args);
  const ofGroups = ({ args, context }: Subscribing) => followGroups(feed, reach, context, args);

  @Resolver(() => ContactChangedEvent)
  class ContactEventResolver {
    @Requires(right)
    @Subscription(() => ContactChangedEvent, {
      subscribe: ofContacts,
      description: "Contacts that you may see and that change: of all corporations, of one, or those named.",
    })
    async contactChanged(
      @Root() event: FeedEvent<WecomContactChanged>,
      @Ctx() context: RequestContext,
      @Arg("corpId", () => ID, { nullable: true }) corpId: string | null,
      @Arg("contactIds", () => [ID], { nullable: true, description: "At most 1,000." }) contactIds:
        | string[]
        | null,
    ): Promise<ContactChangedEvent> {
      const isWanted = wantedContacts({ corpId, contactIds });
      const mine = await reach.of(context.principal, right);
      const changes = event.payload.changes.filter(
        (change) => isWanted(change) && reachesUsers(mine, change.corpId, change.followerIds),
      );
      return { at: new Date(event.at), changes };
    }
  }

  @Resolver(() => ContactChange)
  class ContactChangeResolver {
    @FieldResolver(() => WecomContact, { nullable: true, description: "As it is now." })
    contact(
      @Root() { contactId }: ContactChange,
      @Ctx() context: RequestContext,
    ): Promise<WecomContact | null> {
      return reader.find(context, contactId);
    }
  }

  @Resolver(() => CustomerGroupChangedEvent)
  class GroupEventResolver {
    @Requires(right)
    @Subscription(() => CustomerGroupChangedEvent, {
      subscribe: ofGroups,
      description: "Groups that you may see and that change, in themselves or in their members.",
    })
    async customerGroupChanged(
      @Root() event: FeedEvent<CustomerGroupChanged>,
      @Ctx() context: RequestContext,
      @Arg("corpId", () => ID, { nullable: true }) corpId: string | null,
      @Arg("groupIds", () => [ID], { nullable: true, description: "At most 1,000." }) groupIds:
        | string[]
        | null,
    ): Promise<CustomerGroupChangedEvent> {
      const isWanted = wantedGroups({ corpId, groupIds });
      const mine = await reach.of(context.principal, right);
      const changes = event.payload.changes.filter(
        (change) => isWanted(change) && reachesUsers(mine, change.corpId, [change.ownerId]),
      );
      return { at: new Date(event.at), groupIds: changes.map(({ groupId }) => groupId) };
    }
  }
  return [new ContactEventResolver(), new ContactChangeResolver(), new GroupEventResolver()];
}

interface WantedContacts {
  corpId?: string | null;
  contactIds?: string[] | null;
}
interface WantedGroups {
  corpId?: string | null;
  groupIds?: string[] | null;
}

async function followContacts(
  feed: EventFeed,
  reach: ContactReach,
  context: RequestContext,
  wanted: WantedContacts,
) {
  checkNamedIds("contactIds", wanted.contactIds);
  checkCorp(wanted.corpId);
  const isWanted = wantedContacts(wanted);
  const mine = await watched(reach, context);
  return feed.subscribe(context, wecomContactChanged, {
    where: ({ payload }) => {
      const now = mine();
      return payload.changes.some(
        (change) => isWanted(change) && reachesUsers(now, change.corpId, change.followerIds),
      );
    },
  });
}

async function followGroups(
  feed: EventFeed,
  reach: ContactReach,
  context: RequestContext,
  wanted: WantedGroups,
) {
  checkNamedIds("groupIds", wanted.groupIds);
  checkCorp(wanted.corpId);
  const isWanted = wantedGroups(wanted);
  const mine = await watched(reach, context);
  return feed.subscribe(context, customerGroupChanged, {
    where: ({ payload }) => {
      const now = mine();
      return payload.changes.some(
        (change) => isWanted(change) && reachesUsers(now, change.corpId, [change.ownerId]),
      );
    },
  });
}

/** What the caller reaches, asked anew every few seconds; what the last answer lets through is tested once more. */
async function watched(reach: ContactReach, { principal }: RequestContext): Promise<() => Reach> {
  let known = await reach.of(principal, right);
  let askedAt = performance.now();
  return () => {
    if (performance.now() - askedAt > reachMs) {
      askedAt = performance.now();
      reach.of(principal, right).then(
        (now) => (known = now),
        () => undefined, // the present answer stays
      );
    }
    return known;
  };
}

function wantedContacts({ corpId, contactIds }: WantedContacts) {
  const ids = contactIds && new Set(contactIds.map((id) => id.toLowerCase()));
  return (change: { contactId: string; corpId: string }): boolean =>
    (corpId == null || change.corpId === corpId.toLowerCase()) && (!ids || ids.has(change.contactId));
}

function wantedGroups({ corpId, groupIds }: WantedGroups) {
  const ids = groupIds && new Set(groupIds.map((id) => id.toLowerCase()));
  return (change: { groupId: string; corpId: string }): boolean =>
    (corpId == null || change.corpId === corpId.toLowerCase()) && (!ids || ids.has(change.groupId));
}

function checkCorp(corpId: string | null | undefined): void {
  if (corpId != null && !isUuid(corpId))
    throw invalidInput([{ path: ["corpId"], message: "not an id" }], "ID_MALFORMED");
}
