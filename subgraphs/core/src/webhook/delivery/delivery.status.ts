/**
 * PENDING waits for its time, SENDING is with a sender. FAILED has used up its attempts; SKIPPED came while the endpoint
 * was disabled; CANCELLED went with its endpoint. All but the first two can be replayed.
 */
export const deliveryStatuses = [
  "PENDING",
  "SENDING",
  "SUCCEEDED",
  "FAILED",
  "SKIPPED",
  "CANCELLED",
] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];
