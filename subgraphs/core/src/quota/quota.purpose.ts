/** Why quotas work across tenants, and in whose name the system counts; stands in the audit log. */
export const purpose = "quotas";
