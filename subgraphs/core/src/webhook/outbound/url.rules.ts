import { isPublicAddress } from "./address.rules.ts";

/** Why an address is not one that we send to; the console has words for each. */
export type UrlProblem =
  | "WEBHOOK_URL_MALFORMED"
  | "WEBHOOK_URL_NOT_HTTPS"
  | "WEBHOOK_URL_CREDENTIALS"
  | "WEBHOOK_URL_FRAGMENT"
  | "WEBHOOK_URL_PORT"
  | "WEBHOOK_URL_NOT_PUBLIC";

export const urlProblems: Readonly<Record<UrlProblem, string>> = {
  WEBHOOK_URL_MALFORMED: "not a URL",
  WEBHOOK_URL_NOT_HTTPS: "must begin with https://",
  WEBHOOK_URL_CREDENTIALS: "must not hold a user name or password; use a custom header",
  WEBHOOK_URL_FRAGMENT: "must not hold a fragment (#…): it would not be sent",
  WEBHOOK_URL_PORT: "must use port 443, or one above 1023",
  WEBHOOK_URL_NOT_PUBLIC: "must lead to a public host",
};

export const urlLengthMax = 2_000;

/** Names that never mean a host of the public Internet (RFC 6761, 6762, 8375 and ICANN's reserved "internal"). */
const localNames =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|lan|home|corp|arpa|onion|invalid|test)$/;

/**
 * What a URL parser makes of the text, or why it is refused. The parser reads `0x7f.1`, `2130706433` and
 * `[::ffff:10.0.0.1]` as the addresses they are, so there is one way to write each. What a name leads to is checked when
 * a connection is made, not here.
 *
 * @param trusted origins of the operator's own network; to them anything goes, plain http included.
 */
export function targetOf(text: string, trusted: readonly string[]): URL | UrlProblem {
  if (text.length > urlLengthMax || !URL.canParse(text)) return "WEBHOOK_URL_MALFORMED";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "WEBHOOK_URL_CREDENTIALS";
  if (url.hash !== "") return "WEBHOOK_URL_FRAGMENT";
  if (isTrusted(url, trusted)) return url;
  if (url.protocol !== "https:") return "WEBHOOK_URL_NOT_HTTPS";
  const host = hostOf(url);
  const address = /^\[(.*)\]$/.exec(host)?.[1] ?? (/^[\d.]+$/.test(host) ? host : undefined);
  if (address !== undefined) {
    if (!isPublicAddress(address)) return "WEBHOOK_URL_NOT_PUBLIC";
  } else if (!host.includes(".") || localNames.test(host)) return "WEBHOOK_URL_NOT_PUBLIC";
  const port = Number(url.port || 443);
  if (port !== 443 && port < 1_024) return "WEBHOOK_URL_PORT";
  return url;
}

export function isTrusted({ origin, protocol }: URL, trusted: readonly string[]): boolean {
  return (protocol === "https:" || protocol === "http:") && trusted.includes(origin);
}

/** "localhost." is localhost. */
function hostOf({ hostname }: URL): string {
  return hostname.toLowerCase().replace(/\.+$/, "");
}
