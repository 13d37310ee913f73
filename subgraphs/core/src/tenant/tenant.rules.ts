import type { Machine } from "@wegraph/kit/machine";

export const tenantPlans = ["FREE", "STANDARD", "ENTERPRISE"] as const;
export type TenantPlan = (typeof tenantPlans)[number];

export const tenantStatuses = ["ACTIVE", "SUSPENDED", "DELETED"] as const;
export type TenantStatus = (typeof tenantStatuses)[number];

export type TenantEvent = "suspend" | "resume" | "delete" | "restore";

/** Restoring leads to SUSPENDED where the tenant had been suspended before: see `restoredStatus`. */
export const tenantLifecycle: Machine<TenantStatus, TenantEvent> = {
  ACTIVE: { suspend: "SUSPENDED", delete: "DELETED" },
  SUSPENDED: { resume: "ACTIVE", delete: "DELETED" },
  DELETED: { restore: "ACTIVE" },
};

/** A deleted tenant's data is kept this long, so that the deletion can be undone. */
export const purgeDelayMs = 30 * 24 * 60 * 60_000;

/** Deleting a suspended tenant and restoring it must not be a way out of the suspension. */
export function restoredStatus(tenant: { suspendedAt: Date | null }): TenantStatus {
  return tenant.suspendedAt ? "SUSPENDED" : "ACTIVE";
}

export const defaultTimeZone = "Asia/Shanghai";

export const slugForm = /^[a-z0-9](-?[a-z0-9])*$/;

/** By name only: to PostgreSQL an offset such as +08:00 means the opposite. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false; // Intl says so by throwing
  }
}
