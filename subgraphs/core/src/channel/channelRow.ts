import type { Prisma } from "@wegraph/db-core/client";

/** All that may be shown; secrets are not among it. */
export const channelColumns = {
  id: true,
  kind: true,
  name: true,
  language: true,
  severities: true,
  position: true,
  settings: true,
  target: true,
  status: true,
  failingSince: true,
  sickSince: true,
  lastSucceededAt: true,
  lastFailedAt: true,
  lastFailure: true,
  lastAnswer: true,
  pausedUntil: true,
  createdById: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.NotificationChannelSelect;

export type ChannelRow = Prisma.NotificationChannelGetPayload<{ select: typeof channelColumns }>;
