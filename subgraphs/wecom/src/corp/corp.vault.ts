import type { SecretBox } from "@wegraph/kit/secrets";

/** Seals a corporation's secrets, each bound to its place. */
export class CorpVault {
  constructor(private readonly box: SecretBox) {}

  sealSecret(corpId: string, secret: string): string {
    return this.box.seal(secret, `wework_corps.secret:${corpId}`);
  }

  openSecret(corpId: string, sealed: string): string {
    return this.box.open(sealed, `wework_corps.secret:${corpId}`);
  }

  sealCallbackSecret(corpId: string, secret: string): string {
    return this.box.seal(secret, `wework_corps.callback_secret:${corpId}`);
  }

  openCallbackSecret(corpId: string, sealed: string): string {
    return this.box.open(sealed, `wework_corps.callback_secret:${corpId}`);
  }
}
