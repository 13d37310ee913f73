import type { WecomEvent } from "./wecomEvent.ts";

/**
 * A callback of WeCom, verified, decrypted, stored once; given to every handler that wants it, at least once, in order
 * of receipt per corp where the queue allows.
 */
export interface TakenCallback {
  logId: string;
  tenantId: string;
  /** Our id of the corporation. */
  corpId: string;
  wecomCorpId: string;
  /** The CORP_APP account it came to. */
  accountId: string;
  agentId: number | null;
  event: WecomEvent;
  sentAt: Date;
  receivedAt: Date;
}

/**
 * `applied`: something is different now. `ignored`: it says nothing we keep. `late`: newer news was known already.
 */
export type CallbackResult = "applied" | "ignored" | "late";

export interface CallbackHandler {
  name: string;
  wants(event: WecomEvent): boolean;
  /** Idempotent; older news than what is known changes nothing. Throws → retried with back-off, then dead letter. */
  handle(callback: TakenCallback): Promise<CallbackResult>;
  /**
   * The same for many of one corporation, in order of receipt, where that costs less: a result for each. What it throws
   * has changed nothing, and each is then handled by itself.
   */
  handleAll?(callbacks: readonly TakenCallback[]): Promise<CallbackResult[]>;
}
