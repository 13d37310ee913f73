import { Resolver } from "node:dns/promises";
import type { LookupAddress } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./address.rules.ts";

/** All addresses of a name; throws when there are none. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

/** Whether the name does not exist or leads inside is not told apart: names of the own network stay unknown. */
export class AddressUnusableError extends Error {
  override readonly name = "AddressUnusableError";
  readonly code = "ADDRESS_UNUSABLE";

  constructor(options?: ErrorOptions) {
    super("The name does not lead to a public address.", options);
  }
}

/**
 * For a socket's `lookup`: the addresses that it will connect to are the very ones that were checked, so a name that
 * changes its mind between check and connection gains nothing. One address that is not public spoils the name.
 */
export function publicLookup(resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
          return callback(new AddressUnusableError(), []);
        if (options.all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (cause: unknown) => callback(new AddressUnusableError({ cause }), []),
    );
  };
}

/**
 * Asks the name servers by itself. The system's own look-up takes a thread of a pool of four, which a tenant with a slow
 * name server could keep busy, and it knows the names of /etc/hosts.
 */
export function nameServers(timeoutMs: number): Resolve {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  return async (hostname) => {
    const name = hostname.replace(/\.+$/, "");
    const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    if (v4.status === "rejected" && v6.status === "rejected") throw v4.reason;
    return [
      ...(v4.status === "fulfilled" ? v4.value : []).map((address) => ({ address, family: 4 })),
      ...(v6.status === "fulfilled" ? v6.value : []).map((address) => ({ address, family: 6 })),
    ];
  };
}
