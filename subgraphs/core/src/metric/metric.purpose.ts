/** Measurements come from every process and are of every tenant. */
export const metricPurpose = "metrics";
