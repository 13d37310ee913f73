import ipaddr from "ipaddr.js";

/** What an address is counted under: an IPv6 customer has a network of 64 bits at least, so that is one caller. */
export function addressKey(address: string): string {
  if (!ipaddr.isValid(address)) return "unknown";
  const parsed = ipaddr.process(address);
  if (parsed.kind() === "ipv4") return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString()}/64`;
}

/** "10.0.0.0/8", "2001:db8::1" in their normal form; null for anything else. */
export function normalNetwork(text: string): string | null {
  if (ipaddr.isValid(text)) return isFourPart(text) ? ipaddr.process(text).toString() : null;
  if (!ipaddr.isValidCIDR(text)) return null;
  const [address, bits] = ipaddr.parseCIDR(text);
  if (!isFourPart(text.split("/")[0] ?? "")) return null;
  return `${address.toString()}/${bits}`;
}

/** Whether the address lies in one of the networks; an empty list allows all. */
export function isAllowed(address: string | null, networks: readonly string[]): boolean {
  if (networks.length === 0) return true;
  if (address === null || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return networks.some((network) => {
    const range = ipaddr.isValidCIDR(network) ? ipaddr.parseCIDR(network) : undefined;
    if (!range) return ipaddr.isValid(network) && ipaddr.process(network).toString() === parsed.toString();
    return parsed.kind() === range[0].kind() && parsed.match(range);
  });
}

/** ipaddr.js also reads "10.1" and "0x0a000001", which people who wrote them did not mean as such. */
function isFourPart(text: string): boolean {
  return text.includes(":") || ipaddr.IPv4.isValidFourPartDecimal(text);
}
