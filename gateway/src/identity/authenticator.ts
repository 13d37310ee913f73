import { LRUCache } from "lru-cache";
import { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import type { Principal } from "@wegraph/kit/principal";
import { credentialRefused } from "./credential.ts";
import type { Credential } from "./credential.ts";

/** Asks the authority on identities; null for a credential it does not honour (any more). */
export type Authenticate = (credential: Credential) => Promise<Principal | null>;

const cacheMs = 1_000;
const cachedMax = 20_000;

/**
 * Establishes principals. An answer is reused for a second at most, and requests that come while it is being
 * asked for wait for the same answer: a page that opens with ten queries asks once.
 */
export class Authenticator {
  private readonly answers = new LRUCache<string, Promise<Principal>>({ max: cachedMax, ttl: cacheMs });

  constructor(
    private readonly authenticate: Authenticate,
    private readonly log: Logger,
  ) {}

  /** @throws AppError UNAUTHENTICATED, or what the authority refuses with, or UNAVAILABLE when it cannot be asked. */
  principalOf(credential: Credential): Promise<Principal> {
    return this.answers.get(keyOf(credential)) ?? this.ask(credential);
  }

  /** As `principalOf`, but true now: for streams, which must not live a second longer than their right to. */
  ask(credential: Credential): Promise<Principal> {
    const key = keyOf(credential);
    const answer = this.asked(credential);
    this.answers.set(key, answer);
    answer.catch((error: unknown) => {
      // Only a definite no is worth remembering.
      if (!isRefusal(error) && this.answers.peek(key) === answer) this.answers.delete(key);
    });
    return answer;
  }

  /** Something about identities changed: every answer so far may be outdated. */
  forget(): void {
    this.answers.clear();
  }

  private async asked(credential: Credential): Promise<Principal> {
    const principal = await this.authenticate(credential).catch((cause: unknown) => {
      if (isRefusal(cause)) throw cause;
      this.log.error({ err: cause }, "identities cannot be asked");
      throw new AppError(
        "UNAVAILABLE",
        "IDENTITY_UNAVAILABLE",
        "Who you are cannot be checked right now.",
        {},
        { cause },
      );
    });
    if (!principal) throw credentialRefused;
    return { ...principal, address: credential.address, userAgent: credential.userAgent };
  }
}

export function isRefusal(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === "UNAUTHENTICATED" || error.code === "FORBIDDEN");
}

function keyOf({ token, address, userAgent }: Credential): string {
  return `${address} ${token} ${userAgent ?? ""}`;
}
