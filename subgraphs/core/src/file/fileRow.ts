import type { Prisma } from "@wegraph/db-core/client";

/** All that may be shown, and where its bytes lie. */
export const fileColumns = {
  id: true,
  tenantId: true,
  name: true,
  folder: true,
  mediaType: true,
  bytes: true,
  sha256: true,
  source: true,
  store: true,
  objectKey: true,
  ownerKind: true,
  ownerId: true,
  createdAt: true,
  updatedAt: true,
  deletedAt: true,
  missingSince: true,
} as const satisfies Prisma.StoredFileSelect;

export type FileRow = Prisma.StoredFileGetPayload<{ select: typeof fileColumns }>;
