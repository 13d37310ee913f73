import { LRUCache } from "lru-cache";
import { AppError } from "@wegraph/kit/errors";
import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import type { Admission } from "../limit/admission.ts";
import { isRefusal } from "./authenticator.ts";
import type { Authenticator } from "./authenticator.ts";
import { readBearer } from "./credential.ts";
import type { Credential, Origin, ReadCredential, Shown } from "./credential.ts";

const strangersMax = 5_000;

/** From what a request shows to who it is from, with wrong guesses counted. */
export class Identification {
  private readonly strangers = new LRUCache<string, Principal>({ max: strangersMax });

  constructor(
    private readonly authenticator: Authenticator,
    private readonly admission: Admission,
    private readonly read: ReadCredential = readBearer,
  ) {}

  /** @throws AppError UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED or UNAVAILABLE. */
  async principalOf(shown: Shown, origin: Origin): Promise<Principal> {
    const credential = this.credentialOf(shown, origin);
    if (!credential) return this.anonymousFrom(origin);
    return this.established(credential);
  }

  /** The same object for the same caller: signatures and calls under way are found by it. */
  private anonymousFrom({ address, userAgent }: Origin): Principal {
    const key = `${address} ${userAgent ?? ""}`;
    const known = this.strangers.get(key);
    if (known) return known;
    const made = { ...anonymous, address, userAgent };
    this.strangers.set(key, made);
    return made;
  }

  async established(credential: Credential): Promise<Principal> {
    this.admission.admitCredential(credential.address);
    try {
      return await this.authenticator.principalOf(credential);
    } catch (error) {
      if (isRefusal(error)) this.admission.noteBadCredential(credential.address);
      throw error;
    }
  }

  credentialOf(shown: Shown, origin: Origin): Credential | null {
    try {
      return this.read(shown, origin);
    } catch (error) {
      if (error instanceof AppError) this.admission.noteBadCredential(origin.address);
      throw error;
    }
  }
}
