import { createHash } from "node:crypto";

/** One message that was accepted: what the world outside would have seen. */
export interface AcceptedMessage {
  readonly seq: number;
  readonly api: string;
  readonly msgid: string;
  readonly agentId: number | undefined;
  readonly to: string;
  readonly msgtype: string;
  /** The same for the same words to the same people. */
  readonly fingerprint: string;
  readonly summary: string;
  readonly at: number;
  /** People it went to. */
  readonly delivered: number;
  /** People WeCom would have dropped it for, without a word. */
  readonly dropped: number;
}

export type NewMessage = Omit<AcceptedMessage, "seq" | "fingerprint" | "summary"> & {
  readonly content: unknown;
};

const keptMax = 200_000;
const summaryMax = 120;

/** Counts what was accepted, so that a test can prove that nothing went out twice. */
export class Ledger {
  private readonly byFingerprint = new Map<string, { count: number; to: string; summary: string }>();
  private kept: AcceptedMessage[] = [];
  private seq = 0;
  private delivered = 0;
  private dropped = 0;
  /** Repeats that WeCom's check for duplicates kept back. */
  suppressed = 0;
  recalled = 0;

  accept({ content, ...message }: NewMessage): void {
    const text = JSON.stringify(content) ?? "";
    const summary = text.slice(0, summaryMax);
    const fingerprint = createHash("sha1")
      .update(`${message.api}\n${message.to}\n${message.msgtype}\n${text}`)
      .digest("base64url");
    this.seq++;
    this.delivered += message.delivered;
    this.dropped += message.dropped;
    const known = this.byFingerprint.get(fingerprint);
    if (known) known.count++;
    else this.byFingerprint.set(fingerprint, { count: 1, to: message.to, summary });
    this.kept.push({ ...message, seq: this.seq, fingerprint, summary });
    if (this.kept.length > keptMax) this.kept = this.kept.slice(keptMax / 2);
  }

  counts() {
    const twice = [...this.byFingerprint.values()].filter(({ count }) => count > 1);
    return {
      accepted: this.seq,
      distinct: this.byFingerprint.size,
      delivered: this.delivered,
      dropped: this.dropped,
      suppressed: this.suppressed,
      recalled: this.recalled,
      /** How many different messages were accepted more than once. */
      duplicated: twice.length,
      twice: twice.slice(0, 100),
    };
  }

  list(after: number, limit: number): readonly AcceptedMessage[] {
    const start = this.kept.findIndex(({ seq }) => seq > after);
    return start < 0 ? [] : this.kept.slice(start, start + limit);
  }

  reset(): void {
    this.byFingerprint.clear();
    this.kept = [];
    this.seq = 0;
    this.delivered = 0;
    this.dropped = 0;
    this.suppressed = 0;
    this.recalled = 0;
  }
}
