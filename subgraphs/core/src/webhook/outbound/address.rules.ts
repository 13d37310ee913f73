import ipaddr from "ipaddr.js";

/** Within what ipaddr.js takes for ordinary: networks that no customer's receiver can be in. */
const alsoRefused = [
  "192.88.99.0/24", // 6to4 relays, RFC 7526
  "192.31.196.0/24", // AS112, RFC 7535
  "192.175.48.0/24", // AS112, RFC 7534
  "2001::/23", // protocol assignments, Teredo among them
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4: an IPv4 address in disguise
  "2620:4f:8000::/48", // AS112
  "3fff::/20", // documentation, RFC 9637
].map((network) => ipaddr.parseCIDR(network));

/** What is given out to the public Internet. NAT64 (64:ff9b::/96), IPv4-mapped and local ranges all lie outside. */
const publicV6 = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether a request may go to this address: one of the public Internet, of which a table says all that is not. In
 * doubt it is not one.
 */
export function isPublicAddress(address: string): boolean {
  // ipaddr.js also reads "10.1" and "0x7f000001"; a resolver answers in neither form.
  if (!address.includes(":") && !ipaddr.IPv4.isValidFourPartDecimal(address)) return false;
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(publicV6)) return false;
  return !alsoRefused.some((network) => network[0].kind() === parsed.kind() && parsed.match(network));
}
