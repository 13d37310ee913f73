import { isIP } from "node:net";
import { isPublicAddress } from "../../webhook/outbound/address.rules.ts";
import { AddressUnusableError, nameServers } from "../../webhook/outbound/publicLookup.ts";
import type { Resolve } from "../../webhook/outbound/publicLookup.ts";

const lookUpWithinMs = 2_500;

/** Mail servers that customers name: none of the own network is connected to, unless the operator trusts it. */
export class MailServers {
  private readonly resolve: Resolve;

  /** @param trusted "smtp://10.0.0.5:25": reached as they are, without encryption if need be. */
  constructor(
    private readonly trusted: readonly string[],
    resolve?: Resolve,
  ) {
    this.resolve = resolve ?? nameServers(lookUpWithinMs);
  }

  isTrusted(host: string, port: number): boolean {
    return this.trusted.includes(`smtp://${host.toLowerCase()}:${port}`);
  }

  /**
   * The address to connect to: the very one that was checked, so a name that changes its mind gains nothing.
   * @throws AddressUnusableError
   */
  async addressOf(host: string, port: number): Promise<string> {
    if (this.isTrusted(host, port)) return host;
    const addresses = isIP(host) === 0 ? await this.lookUp(host) : [host];
    const [first] = addresses;
    if (first === undefined || !addresses.every((address) => isPublicAddress(address)))
      throw new AddressUnusableError();
    return first;
  }

  private async lookUp(host: string): Promise<string[]> {
    try {
      return (await this.resolve(host)).map(({ address }) => address);
    } catch (cause) {
      throw new AddressUnusableError({ cause });
    }
  }
}
