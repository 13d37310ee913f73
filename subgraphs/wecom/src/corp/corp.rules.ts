import { text } from "@wegraph/kit/validate";
import { z } from "zod";

/** WeCom's id of a corporation: "ww" and 16 hexadecimal digits; older ones begin with "wx". */
export const corpIdRules = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, "letters, digits, - and _, at most 64");

export const corpNameRules = text(1, 100);

/** As the instance protocol allows it in an Authorization header. */
export const secretRules = z.string().regex(/^[\x21-\x7e]{1,256}$/, "1 to 256 visible ASCII characters");

/** Whether a provider may be reached unencrypted is for the configuration to say; see isAllowed. */
export const providerUrlRules = z
  .string()
  .max(500, "at most 500 characters")
  .refine((value) => URL.canParse(value), "not a URL")
  .refine((value) => {
    const { protocol, username, password, search, hash } = new URL(value);
    return /^https?:$/.test(protocol) && username + password + search + hash === "";
  }, "an http or https address without user, query or fragment");

/** Unencrypted only to origins the operator of the platform trusts: a simulator, a provider in the same network. */
export function isAllowed(providerUrl: string, trustedOrigins: readonly string[]): boolean {
  const { protocol, origin } = new URL(providerUrl);
  return protocol === "https:" || trustedOrigins.includes(origin);
}
