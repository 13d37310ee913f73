import { randomBytes, randomInt } from "node:crypto";

/** What an administrator enters at WeCom beside the callback address (WeCom path/90968). */
export interface AppCallbackKeys {
  /** At most 32 letters and digits. */
  token: string;
  /** 43 letters and digits: 32 bytes of base64 without its padding. */
  encodingAesKey: string;
}

const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const tokenLength = 32;

/** WeCom's form takes letters and digits only, so keys whose base64 has others are drawn again. */
export function newCallbackKeys(): AppCallbackKeys {
  const token = Array.from({ length: tokenLength }, () => alphanumeric[randomInt(alphanumeric.length)]).join(
    "",
  );
  for (;;) {
    const encodingAesKey = randomBytes(32).toString("base64").slice(0, 43);
    if (/^[A-Za-z0-9]+$/.test(encodingAesKey)) return { token, encodingAesKey };
  }
}

/** Where WeCom calls in for one account's application, below the domain's prefix at the gateway. */
export const appCallbackPath = "apps/";

export function appCallbackUrl(publicUrl: string, accountId: string): string {
  return `${publicUrl.replace(/\/+$/, "")}/webhooks/wecom/${appCallbackPath}${accountId}`;
}
