import { createHash } from "node:crypto";
import { canonicalJson } from "./canonicalJson.ts";

/** What comes before the first entry. */
export const genesisHash = "0".repeat(64);

/** h(n) = SHA-256(h(n-1) "\n" canonical JSON of the entry): nothing before n can change without changing n. */
export function chainHash(previousHash: string, entry: object): string {
  return createHash("sha256").update(previousHash).update("\n").update(canonicalJson(entry)).digest("hex");
}

/** An entry as it is hashed; `at` is ISO 8601 with milliseconds. */
export interface ChainedEntry {
  id: string;
  tenantId: string;
  seq: number;
  at: string;
  action: string;
  actorKind: string;
  actorId: string | null;
  actorName: string | null;
  resourceType: string;
  resourceId: string | null;
  changes: unknown;
  address: string | null;
  correlationId: string;
}

export interface StoredEntry extends ChainedEntry {
  previousHash: string;
  hash: string;
}

export interface ChainHead {
  seq: number;
  hash: string;
}

/** The entries as they follow `head`, each with its place and hash. */
export function appendTo(head: ChainHead, entries: readonly Omit<ChainedEntry, "seq">[]): StoredEntry[] {
  let { seq, hash } = head;
  return entries.map((entry) => {
    const previousHash = hash;
    seq += 1;
    const chained: ChainedEntry = { ...entry, seq };
    hash = chainHash(previousHash, chained);
    return { ...chained, previousHash, hash };
  });
}

export interface Break {
  seq: number;
  reason: string;
}

/** Walks a chain piece by piece; the first thing that does not fit is the break. */
export class ChainVerifier {
  checked = 0;
  /** The number that has to come next. */
  nextSeq: number;
  private previousHash: string | undefined;

  /** @param previousHash of the first entry; without it (its forerunner is gone) the entry's own word is taken. */
  constructor(fromSeq: number, previousHash?: string) {
    this.nextSeq = fromSeq;
    this.previousHash = previousHash;
  }

  /** The hash of the last entry that fitted. */
  get lastHash(): string | undefined {
    return this.previousHash;
  }

  check({ previousHash, hash, ...entry }: StoredEntry): Break | null {
    if (entry.seq > this.nextSeq) return { seq: this.nextSeq, reason: "ENTRY_MISSING" };
    if (entry.seq < this.nextSeq) return { seq: entry.seq, reason: "ENTRY_INSERTED" };
    if (this.previousHash !== undefined && previousHash !== this.previousHash)
      return { seq: entry.seq, reason: "LINK_BROKEN" };
    if (chainHash(previousHash, entry) !== hash) return { seq: entry.seq, reason: "ENTRY_ALTERED" };
    this.previousHash = hash;
    this.nextSeq += 1;
    this.checked += 1;
    return null;
  }
}
