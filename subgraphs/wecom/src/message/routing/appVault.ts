import type { SecretBox } from "@wegraph/kit/secrets";
import type { AppCallbackKeys } from "../../callback/callback.keys.ts";

/** An application's callback keys as its row holds them: both or none. */
export interface SealedCallbackKeys {
  callbackTokenSealed: string | null;
  callbackAesKeySealed: string | null;
}

/** Seals the secrets of applications, each bound to its account. */
export class AppVault {
  constructor(private readonly box: SecretBox) {}

  seal(accountId: string, secret: string): string {
    return this.box.seal(secret, `wegraph_account_apps.secret:${accountId}`);
  }

  open(accountId: string, sealed: string): string {
    return this.box.open(sealed, `wegraph_account_apps.secret:${accountId}`);
  }

  sealCallbackKeys(
    accountId: string,
    keys: AppCallbackKeys,
  ): { callbackTokenSealed: string; callbackAesKeySealed: string } {
    return {
      callbackTokenSealed: this.box.seal(keys.token, `wegraph_account_apps.callback_token:${accountId}`),
      callbackAesKeySealed: this.box.seal(
        keys.encodingAesKey,
        `wegraph_account_apps.callback_aes_key:${accountId}`,
      ),
    };
  }

  /** Null for an application that was set before it had any. */
  openCallbackKeys(
    accountId: string,
    { callbackTokenSealed: token, callbackAesKeySealed: aesKey }: SealedCallbackKeys,
  ): AppCallbackKeys | null {
    if (token === null || aesKey === null) return null;
    return {
      token: this.box.open(token, `wegraph_account_apps.callback_token:${accountId}`),
      encodingAesKey: this.box.open(aesKey, `wegraph_account_apps.callback_aes_key:${accountId}`),
    };
  }
}
