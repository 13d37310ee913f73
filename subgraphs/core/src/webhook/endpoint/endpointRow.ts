import type { Prisma } from "@wegraph/db-core/client";

/** All that may be shown; secrets and the values of headers are not among it. */
export const endpointColumns = {
  id: true,
  url: true,
  description: true,
  eventTypes: true,
  accountIds: true,
  headerNames: true,
  previousSecretUntil: true,
  maxPerSecond: true,
  maxConcurrent: true,
  status: true,
  disabledReason: true,
  disabledAt: true,
  failingSince: true,
  lastSucceededAt: true,
  lastFailedAt: true,
  lastFailure: true,
  pausedUntil: true,
  createdById: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.WebhookEndpointSelect;

export type EndpointRow = Prisma.WebhookEndpointGetPayload<{ select: typeof endpointColumns }>;
