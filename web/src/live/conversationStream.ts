import type { ConversationRow_ConversationFragment } from "../gql/graphql.ts";
import { FrameBuffer, type Schedule } from "./frameBuffer.ts";

/** One change, as the subscription brings it. */
export interface ConversationChange {
  conversationId: string;
  version: number;
  /** Null when it is not the viewer's to see any more. */
  conversation: ConversationRow_ConversationFragment | null;
}

/** Changes of conversations, beside the Apollo cache, handed over once per frame: of each the newest. */
export class ConversationStream {
  private readonly listeners = new Set<(changes: readonly ConversationChange[]) => void>();
  private readonly buffer: FrameBuffer<ConversationChange>;

  constructor(schedule?: Schedule) {
    this.buffer = new FrameBuffer((changes) => this.deliver(changes), schedule);
  }

  push(change: ConversationChange): void {
    this.buffer.push(change);
  }

  onBatch(listener: (changes: readonly ConversationChange[]) => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  private deliver(changes: readonly ConversationChange[]): void {
    const newest = new Map<string, ConversationChange>();
    for (const change of changes) {
      const known = newest.get(change.conversationId);
      if (!known || known.version <= change.version) newest.set(change.conversationId, change);
    }
    for (const listener of this.listeners) listener([...newest.values()]);
  }
}
