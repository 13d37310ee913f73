import type { Prisma } from "@wegraph/db-core/client";

/** What of a user is shown; the database lets a request read no more than this. */
export const userColumns = {
  id: true,
  email: true,
  displayName: true,
  status: true,
  locale: true,
  totpEnabledAt: true,
  lastSignInAt: true,
  lockedUntil: true,
  createdAt: true,
} as const satisfies Prisma.UserSelect;

export type UserRow = Prisma.UserGetPayload<{ select: typeof userColumns }>;
