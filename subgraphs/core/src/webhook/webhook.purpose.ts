/** Why webhooks work across tenants; stands in the audit log. */
export const purpose = "webhooks";
/** In whose name the system changes an endpoint. */
export const systemPart = "webhook-sender";
