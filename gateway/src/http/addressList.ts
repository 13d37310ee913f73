import { BlockList, isIP } from "node:net";

interface Network {
  address: string;
  prefix: number;
  family: "ipv4" | "ipv6";
}

/** An address or a network in CIDR notation, IPv4 or IPv6; null for anything else. */
export function networkIn(text: string): Network | null {
  const [address = "", prefix, ...rest] = text.split("/");
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  if (version === 0 || address.includes("%") || rest.length > 0) return null;
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)) return null;
  return { address, prefix: Number(prefix ?? bits), family: version === 4 ? "ipv4" : "ipv6" };
}

/** Addresses that something may come from. */
export class AddressList {
  private readonly list = new BlockList();

  /** @throws for a text that is neither an address nor a network. */
  constructor(networks: readonly string[]) {
    for (const text of networks) {
      const network = networkIn(text);
      if (!network) throw new Error(`${text} is neither an address nor a network.`);
      this.list.addSubnet(network.address, network.prefix, network.family);
    }
  }

  has(address: string): boolean {
    const version = isIP(address);
    return version !== 0 && this.list.check(address, version === 4 ? "ipv4" : "ipv6");
  }
}
