export const healthStatuses = ["UP", "DEGRADED", "DOWN"] as const;
export type HealthStatus = (typeof healthStatuses)[number];

export function isHealthStatus(text: string): text is HealthStatus {
  return healthStatuses.some((status) => status === text);
}

/** Health of processes is nobody's tenant's. */
export const uptimePurpose = "uptime";
