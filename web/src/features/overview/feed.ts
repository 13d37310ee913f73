import type { AccountStatus, ActorKind } from "../../gql/graphql.ts";
import type { AccountEvent } from "../../live/accountStream.ts";

export interface FeedItem {
  key: string;
  at: string;
  from: AccountStatus | null;
  to: AccountStatus;
  reason: string | null;
  accountId: string;
  accountName: string;
  /** Known for what a query told; the stream says only what happened. */
  actorKind: ActorKind | null;
  actorName: string | null;
}

const most = 60;

/** The newest first, each change once, whether the query or the stream brought it. */
export function mergeFeed(known: readonly FeedItem[], added: readonly FeedItem[]): readonly FeedItem[] {
  const byKey = new Map<string, FeedItem>();
  // What a query told knows more than the stream did: it comes last and stays.
  for (const item of [...known, ...added]) {
    const other = byKey.get(item.key);
    if (!other || (other.actorKind === null && item.actorKind !== null)) byKey.set(item.key, item);
  }
  return [...byKey.values()]
    .toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))
    .slice(0, most);
}

export function itemOfEvent(event: AccountEvent): FeedItem {
  return {
    key: keyOf(event.account.id, event.at, event.to),
    at: event.at,
    from: event.from,
    to: event.to,
    reason: event.reason,
    accountId: event.account.id,
    accountName: event.account.name,
    actorKind: null,
    actorName: null,
  };
}

/** The stream and the history number the same change each in their own way; when and what identifies it. */
export function keyOf(accountId: string, at: string, to: AccountStatus): string {
  return `${accountId} ${Date.parse(at)} ${to}`;
}
