import type { Prisma } from "@wegraph/db-core/client";

/** What of a tenant is shown. */
export const tenantColumns = {
  id: true,
  name: true,
  slug: true,
  plan: true,
  status: true,
  timeZone: true,
  isPlatform: true,
  createdAt: true,
  suspendedAt: true,
  deletedAt: true,
  purgeAfter: true,
  purgedAt: true,
} as const satisfies Prisma.TenantSelect;

export type TenantRow = Prisma.TenantGetPayload<{ select: typeof tenantColumns }>;
