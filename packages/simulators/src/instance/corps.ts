import { createHash, timingSafeEqual } from "node:crypto";

export interface Corp {
  readonly corpId: string;
  readonly name: string;
  readonly secret: string;
}

/** Who may call, by secret. */
export class CorpDirectory {
  private readonly byId = new Map<string, Corp>();
  private digests: readonly { digest: Buffer; corp: Corp }[] = [];
  revision = 0;

  constructor(readonly fallback: Corp) {
    this.put(fallback);
  }

  put(corp: Corp): void {
    this.byId.set(corp.corpId, corp);
    this.digests = this.all().map((known) => ({ digest: digestOf(known.secret), corp: known }));
    this.revision++;
  }

  all(): Corp[] {
    return [...this.byId.values()];
  }

  get(corpId: string): Corp | undefined {
    return this.byId.get(corpId);
  }

  /** Digests have one length and are all compared, so that time tells nothing about a secret. */
  bySecret(secret: string): Corp | undefined {
    const offered = digestOf(secret);
    let found: Corp | undefined;
    for (const { digest, corp } of this.digests) {
      if (timingSafeEqual(digest, offered)) found ??= corp;
    }
    return found;
  }
}

function digestOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
