/** What is sent: the structure Standard Webhooks recommends, with the event's id and, of a try-out, that it is one. */
export interface WebhookBody {
  id: string;
  type: string;
  /** When it happened, not when it is sent. */
  timestamp: string;
  data: object;
  test?: true;
}

/** The bytes are kept as they are here, for every attempt and its signature. */
export function bodyText({ id, type, timestamp, data, test }: WebhookBody): string {
  return JSON.stringify({ id, type, timestamp, ...(test && { test }), data });
}
