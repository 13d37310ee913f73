import type { GraphQLFormattedError } from "graphql";
import type { FeedEvent } from "./ring.ts";

/** How answers are written one after another into a response that stays open. */
export interface StreamFormat {
  readonly contentType: string;
  /** Sent at once, so that the client knows it is connected before anything happens. */
  opening(reconnectMs: number): string;
  readonly keepAlive: string;
  next(event: FeedEvent): string;
  /** The operation is refused after all; nothing but `complete` follows. */
  fail(errors: readonly GraphQLFormattedError[]): string;
  readonly complete: string;
}

/** graphql-sse's distinct connections mode, and what an EventSource can read. */
const serverSentEvents: StreamFormat = {
  contentType: "text/event-stream; charset=utf-8",
  opening: (reconnectMs) => `retry: ${reconnectMs}\n\n`,
  keepAlive: ":\n\n",
  next: ({ json, cursor }) =>
    `${cursor === undefined || /[\n\r\0]/.test(cursor) ? "" : `id: ${cursor}\n`}event: next\ndata: ${json}\n\n`,
  fail: (errors) => `event: next\ndata: ${JSON.stringify({ errors })}\n\n`,
  complete: "event: complete\ndata:\n\n",
};

// A reader takes a part for whole when the boundary after it has come, so each part brings that along.
const boundary = "\r\n--graphql";
const part = (json: string) => `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${json}${boundary}`;

/** Subscriptions in multipart responses, as Apollo Client and its relatives ask for them. */
const multipart: StreamFormat = {
  contentType: 'multipart/mixed; boundary="graphql"; subscriptionSpec=1.0',
  opening: () => boundary + part("{}"),
  keepAlive: part("{}"),
  next: ({ json }) => part(`{"payload":${json}}`),
  fail: (errors) => part(JSON.stringify({ payload: null, errors })),
  complete: "--\r\n",
};

const asksMultipart = /^multipart\/mixed\b.*;\s*subscriptionSpec="?1\.0"?\s*(;|$)/i;
const asksEvents = /^text\/event-stream\b/i;

/** The format that an Accept header asks for first; undefined when it wants no stream. */
export function streamFormatOf(accept: string | undefined): StreamFormat | undefined {
  for (const range of (accept ?? "").split(",")) {
    if (asksEvents.test(range.trim())) return serverSentEvents;
    if (asksMultipart.test(range.trim())) return multipart;
  }
  return undefined;
}
