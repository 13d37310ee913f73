import type { Prisma } from "@wegraph/db-core/client";

export const shareColumns = {
  id: true,
  tenantId: true,
  fileId: true,
  token: true,
  passwordHash: true,
  expiresAt: true,
  downloadsMax: true,
  downloads: true,
  createdById: true,
  createdAt: true,
  revokedAt: true,
  file: { select: { name: true, bytes: true, mediaType: true, deletedAt: true } },
} as const satisfies Prisma.FileShareSelect;

export type ShareRow = Prisma.FileShareGetPayload<{ select: typeof shareColumns }>;
