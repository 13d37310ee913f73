import { LRUCache } from "lru-cache";
import { ServerApi } from "./serverApi.ts";
import type { ServerApiOptions } from "./serverApi.ts";

const officialUrl = "https://qyapi.weixin.qq.com";

/** Addresses are typed in by customers, so there may be any number of them; all but a few are WeCom's own. */
const addressesMax = 32;

/**
 * One client for each address of WeCom's API, with its connections and tokens, for whatever part of the domain calls
 * it. What was not used for longest goes when there are too many; calls it has under way are finished.
 */
export class ServerApis {
  private readonly known: LRUCache<string, ServerApi>;

  constructor(
    private readonly options: Omit<ServerApiOptions, "baseUrl">,
    max = addressesMax,
  ) {
    this.known = new LRUCache({ max });
  }

  /** @param apiUrl null for WeCom's own address. */
  at(apiUrl: string | null): ServerApi {
    const baseUrl = apiUrl ?? officialUrl;
    const known = this.known.get(baseUrl);
    if (known) return known;
    const made = new ServerApi({ ...this.options, baseUrl });
    this.known.set(baseUrl, made);
    return made;
  }

  /** How many addresses have a client. */
  get size(): number {
    return this.known.size;
  }

  async close(): Promise<void> {
    await Promise.all([...this.known.values()].map((api) => api.close()));
    this.known.clear();
  }
}
