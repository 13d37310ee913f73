import type { Authenticator } from "../identity/authenticator.ts";
import type { Credential } from "../identity/credential.ts";
import type { Identification } from "../identity/identify.ts";
import type { GatewaySettings } from "../settings.ts";
import { LiveIdentity } from "./liveIdentity.ts";
import type { OnIdentityChange } from "./liveIdentity.ts";

/** The identities behind all open connections, one for each credential. */
export class LiveIdentities {
  private readonly open = new Map<string, LiveIdentity>();
  private readonly unsubscribe: () => void;

  constructor(
    private readonly identification: Identification,
    private readonly authenticator: Authenticator,
    private readonly limits: GatewaySettings["streams"],
    onIdentityChange: OnIdentityChange | undefined,
  ) {
    this.unsubscribe =
      onIdentityChange?.((change) => {
        authenticator.forget();
        for (const identity of this.open.values()) identity.note(change);
      }) ?? (() => undefined);
  }

  /** The caller listens at once, or the identity would never be let go. @throws AppError when the credential is refused. */
  async of(credential: Credential): Promise<LiveIdentity> {
    const key = `${credential.address} ${credential.token}`;
    const principal = await this.identification.established(credential);
    const known = this.open.get(key);
    if (known) return known;
    const made = new LiveIdentity(credential, principal, this.authenticator, this.limits, () => {
      if (this.open.get(key) === made) this.open.delete(key);
    });
    this.open.set(key, made);
    return made;
  }

  stop(): void {
    this.unsubscribe();
  }
}
