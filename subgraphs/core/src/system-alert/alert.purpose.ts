/** Why alerts are worked on across tenants; stands in the audit log, and in whose name the system changes them. */
export const purpose = "system-alerts";
