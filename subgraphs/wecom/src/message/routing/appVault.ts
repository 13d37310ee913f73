import type { SecretBox } from "@wegraph/kit/secrets";

/** Seals the secrets of applications, each bound to its account. */
export class AppVault {
  constructor(private readonly box: SecretBox) {}

  seal(accountId: string, secret: string): string {
    return this.box.seal(secret, `wegraph_account_apps.secret:${accountId}`);
  }

  open(accountId: string, sealed: string): string {
    return this.box.open(sealed, `wegraph_account_apps.secret:${accountId}`);
  }
}
