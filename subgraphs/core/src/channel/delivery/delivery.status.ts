export const deliveryStatuses = ["PENDING", "SENDING", "SENT", "FAILED", "UNKNOWN", "SKIPPED"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** Why nothing was sent, or by this channel in another's stead. */
export const deliveryReasons = [
  "PREFERENCE",
  "MUTED",
  "CHANNEL_DISABLED",
  "CHANNEL_DELETED",
  "STANDS_IN",
] as const;
export type DeliveryReason = (typeof deliveryReasons)[number];
