/** Why notices work across tenants; stands in the audit log. */
export const purpose = "notifications";
/** In whose name the system changes a channel. */
export const systemPart = "notifier";
