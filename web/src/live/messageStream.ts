import type { MessageStatus } from "../gql/graphql.ts";
import { messageRank } from "../status/messageStatus.ts";
import { FrameBuffer, type Schedule } from "./frameBuffer.ts";

/** One message's change of status, as the subscription brings it. */
export interface MessageChange {
  messageId: string;
  accountId: string;
  status: MessageStatus;
  errorCode: string | null;
}

/** What a row shows of a message's state. */
export interface LiveMessage {
  status: MessageStatus;
  errorCode: string | null;
}

/** Beyond so many the oldest are forgotten: rows that are shown are asked for again with their page. */
const knownMax = 20_000;

/**
 * The messages as the stream tells them, beside the Apollo cache: each row listens to its own message alone, so a
 * thousand changes a second redraw the few rows they are about, once per frame.
 */
export class MessageStream {
  private readonly latest = new Map<string, LiveMessage>();
  private readonly byMessage = new Map<string, Set<() => void>>();
  private readonly batches = new Set<(changes: readonly MessageChange[]) => void>();
  private readonly buffer: FrameBuffer<readonly MessageChange[]>;

  constructor(schedule?: Schedule) {
    this.buffer = new FrameBuffer((groups) => this.deliver(groups.flat()), schedule);
  }

  push(changes: readonly MessageChange[]): void {
    this.buffer.push(changes);
  }

  message(id: string): LiveMessage | undefined {
    return this.latest.get(id);
  }

  onMessage(id: string, listener: () => void): () => void {
    const listeners = this.byMessage.get(id) ?? new Set();
    this.byMessage.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.byMessage.delete(id);
    };
  }

  /** All changes of one frame at once. */
  onBatch(listener: (changes: readonly MessageChange[]) => void): () => void {
    this.batches.add(listener);
    return () => {
      this.batches.delete(listener);
    };
  }

  private deliver(changes: readonly MessageChange[]): void {
    const touched = new Set<string>();
    for (const { messageId, status, errorCode } of changes) {
      const known = this.latest.get(messageId);
      if (known && messageRank[known.status] >= messageRank[status]) continue;
      this.latest.set(messageId, { status, errorCode });
      if (this.byMessage.has(messageId)) touched.add(messageId);
    }
    for (const id of this.latest.keys()) {
      if (this.latest.size <= knownMax) break;
      this.latest.delete(id);
    }
    for (const id of touched) for (const listener of this.byMessage.get(id) ?? []) listener();
    for (const listener of this.batches) listener(changes);
  }
}

/** The newer of what a query said and what the stream said since; the status decides, for it never goes back. */
export function newestStatus(status: MessageStatus, live: LiveMessage | undefined): MessageStatus {
  return live && messageRank[live.status] > messageRank[status] ? live.status : status;
}
