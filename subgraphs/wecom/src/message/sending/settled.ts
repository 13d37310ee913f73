import type { MessageType, Lane } from "../message.enums.ts";
import type { MessageStatus } from "../message.machine.ts";
import type { Settlement } from "./outcome.rules.ts";

/** What has become of one message, to be written. */
export interface Settled {
  id: string;
  createdAt: Date;
  /** The claim it was worked on under; null for one that was never claimed. */
  claim: string | null;
  /** Whether WeCom may have it in spite of a refusal. */
  maybeSent: boolean;
  at: Date;
  settlement: Settlement;
}

/** A message whose status a statement has changed. */
export interface Changed {
  id: string;
  tenantId: string;
  accountId: string;
  batchId: string | null;
  lane: Lane;
  type: MessageType;
  status: MessageStatus;
  errorCode: string | null;
  /** From when it was to be sent to when WeCom took it; of others null. */
  latencyMs: number | null;
  /** It was sent, and did not arrive. */
  hasBounced?: boolean;
}

/** By what `key` says, in the order of the keys, so that transactions lock rows in one order and never each other. */
export function groupedBy<T>(items: readonly T[], key: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
}
