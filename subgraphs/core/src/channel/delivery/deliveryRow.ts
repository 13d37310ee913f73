import type { Prisma } from "@wegraph/db-core/client";

export const deliveryColumns = {
  id: true,
  noticeId: true,
  channelId: true,
  channelKind: true,
  userId: true,
  kind: true,
  severity: true,
  language: true,
  title: true,
  text: true,
  path: true,
  status: true,
  dueAt: true,
  attempts: true,
  attemptLog: true,
  lastFailure: true,
  reference: true,
  reason: true,
  standsInFor: true,
  createdAt: true,
  finishedAt: true,
} as const satisfies Prisma.NotificationDeliverySelect;

export type DeliveryRow = Prisma.NotificationDeliveryGetPayload<{ select: typeof deliveryColumns }>;
