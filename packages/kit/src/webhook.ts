/** What an outside system called in with, unread: the domain it is for verifies, stores and acknowledges it. */
export interface WebhookRequest {
  method: string;
  /** Below `/webhooks/<domain>/`, without the query string. */
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  /** Exactly the bytes received: signatures are over them. */
  rawBody: Buffer;
  address: string;
  correlationId: string;
}

export interface WebhookAnswer {
  status: number;
  body?: string;
  contentType?: string;
}

export type ReceiveWebhook = (request: WebhookRequest) => Promise<WebhookAnswer>;
