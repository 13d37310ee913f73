export const channelStatuses = ["ENABLED", "DISABLED"] as const;
export type ChannelStatus = (typeof channelStatuses)[number];

/** How a channel does, by what its last attempts came to. */
export const channelHealths = ["UNTRIED", "HEALTHY", "FAILING", "SICK"] as const;
export type ChannelHealth = (typeof channelHealths)[number];

/** So many failed attempts on end, and others stand in for it at once until something gets through again. */
export const sickAfter = 5;

export function healthOf(channel: {
  sickSince: Date | null;
  failingSince: Date | null;
  lastSucceededAt: Date | null;
}): ChannelHealth {
  if (channel.sickSince) return "SICK";
  if (channel.failingSince) return "FAILING";
  return channel.lastSucceededAt ? "HEALTHY" : "UNTRIED";
}
