import type { FeedEvent } from "./ring.ts";

/** The end of an event's message, written as bytes once, for however many sockets it goes out on. */
const tails = new WeakMap<FeedEvent, Buffer>();

/** How the message that carries a result begins. */
export function headOf(id: string): string {
  return `{"id":${JSON.stringify(id)},"type":"next","payload":`;
}

/** How it ends: the same for everyone. */
export function tailOf(event: FeedEvent): Buffer {
  const known = tails.get(event);
  if (known) return known;
  const tail = Buffer.from(`${event.json}}`);
  tails.set(event, tail);
  return tail;
}
