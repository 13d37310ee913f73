import { channelKindFacts } from "../channel/channel.kinds.ts";
import type { ChannelKind } from "../channel/channel.kinds.ts";
import type { Language } from "../channel/adapter.ts";
import type { NoticeKind } from "./notice.kinds.ts";
import { noticeKinds } from "./notice.kinds.ts";
import type { Severity } from "./notice.ts";

/** Where single people are told something. */
export const personalChannels = ["IN_APP", "EMAIL", "SMS"] as const;
export type PersonalChannel = (typeof personalChannels)[number];

export interface ReachableChannel {
  id: string;
  kind: ChannelKind;
  language: Language;
  severities: readonly string[];
  sickSince: Date | null;
}

/** Someone a notice is for, and what they want of its kind. */
export interface Person {
  userId: string;
  language: Language;
  hasPhone: boolean;
  mutedUntil: Date | null;
  /** Switched off by them. */
  off: ReadonlySet<PersonalChannel>;
}

export interface DispatchedNotice {
  kind: NoticeKind;
  severity: Severity;
}

export interface PlannedDelivery {
  channel: ReachableChannel;
  userId: string | null;
  language: Language;
  /** Null: it is to be sent. */
  skipped: "PREFERENCE" | "MUTED" | null;
}

/** Whether it stands in somebody's notifications. Mandatory kinds always do; a mute silences, it does not hide. */
export function isInApp({ kind }: DispatchedNotice, person: Person): boolean {
  return noticeKinds[kind].isMandatory || !person.off.has("IN_APP");
}

/** The channels that take a notice by themselves. */
export function channelsFor<Channel extends ReachableChannel>(
  { severity }: DispatchedNotice,
  channels: readonly Channel[],
): Channel[] {
  return channels.filter(({ severities }) => severities.includes(severity));
}

/** What one channel would send: to its group once, otherwise to each person that can be reached by it. */
export function deliveriesOver(
  channel: ReachableChannel,
  { severity }: DispatchedNotice,
  people: readonly Person[],
  now: Date,
): PlannedDelivery[] {
  const { reach } = channelKindFacts[channel.kind];
  if (reach === "GROUP") return [{ channel, userId: null, language: channel.language, skipped: null }];
  return people
    .filter(({ hasPhone }) => reach !== "SMS" || hasPhone)
    .map(({ userId, language, off, mutedUntil }) => {
      const isMuted = severity !== "CRITICAL" && mutedUntil !== null && mutedUntil > now;
      return { channel, userId, language, skipped: off.has(reach) ? "PREFERENCE" : isMuted ? "MUTED" : null };
    });
}

/**
 * Who may stand in for a channel, in their order, beginning behind it and going round. One that is sick, or that tells
 * the same people already, is no help.
 */
export function standIns<Channel extends ReachableChannel>(
  channels: readonly Channel[],
  failedId: string,
  toldBy: ReadonlySet<string>,
): Channel[] {
  const at = channels.findIndex(({ id }) => id === failedId);
  return [...channels.slice(at + 1), ...channels.slice(0, Math.max(at, 0))].filter(
    ({ id, sickSince }) => id !== failedId && sickSince === null && !toldBy.has(id),
  );
}
