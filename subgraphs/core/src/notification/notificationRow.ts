import type { Prisma } from "@wegraph/db-core/client";

export const notificationColumns = {
  id: true,
  userId: true,
  kind: true,
  severity: true,
  createdAt: true,
  readAt: true,
  notice: {
    select: {
      id: true,
      titleZh: true,
      titleEn: true,
      bodyZh: true,
      bodyEn: true,
      path: true,
      subjectType: true,
      subjectId: true,
    },
  },
} as const satisfies Prisma.NotificationSelect;

export type NotificationRow = Prisma.NotificationGetPayload<{ select: typeof notificationColumns }>;
