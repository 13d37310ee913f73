import { AppError } from "@wegraph/kit/errors";
import { everyTenant } from "@wegraph/kit/feed";
import type { EventFeed } from "@wegraph/kit/feed";
import { BoundedQueue } from "@wegraph/kit/queueBuffer";
import { concerns } from "./identityChange.ts";
import type { Concern, IdentityChange } from "./identityChange.ts";

/** More changes than this at once are one: everybody's. */
const waitingMax = 1_000;

/**
 * Every change of identities from now on, of all tenants. It begins with a change that concerns everyone, because what
 * happened before is unknown to whoever asks.
 */
export function identityChanges(feed: EventFeed): AsyncIterableIterator<IdentityChange> {
  const followers = concerns.map((concern) => ({
    concern,
    events: feed.follow(concern.event, { tenantId: everyTenant }),
  }));
  const changes = new BoundedQueue<IdentityChange>(waitingMax, {
    onOverflow: () => new AppError("UNAVAILABLE", "FOLLOWER_TOO_SLOW", "The reader fell too far behind."),
    onEnd: () => followers.forEach(({ events }) => void events.return()),
  });
  changes.push({});
  for (const { concern, events } of followers) void pass(concern, events, changes);
  return changes;
}

async function pass(
  { change }: Concern,
  events: ReturnType<EventFeed["follow"]>,
  changes: BoundedQueue<IdentityChange>,
): Promise<void> {
  try {
    for await (const event of events) changes.push(change(event));
    changes.end();
  } catch (error) {
    // Whoever listens asks anew, and is told that everyone may have changed.
    changes.end(error instanceof Error ? error : new Error(String(error)));
  }
}
