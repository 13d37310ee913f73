import type { Prisma } from "@wegraph/db-core/client";

export const deliveryColumns = {
  id: true,
  endpointId: true,
  eventId: true,
  eventType: true,
  body: true,
  isTest: true,
  status: true,
  dueAt: true,
  attempts: true,
  attemptLog: true,
  lastStatusCode: true,
  lastFailure: true,
  lastLatencyMs: true,
  createdAt: true,
  finishedAt: true,
} as const satisfies Prisma.WebhookDeliverySelect;

export type DeliveryRow = Prisma.WebhookDeliveryGetPayload<{ select: typeof deliveryColumns }>;
