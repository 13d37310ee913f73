import type { LinkSubgraphs, SubgraphPlace } from "../supergraph/links.ts";
import { ForeignSubgraph } from "./foreignSubgraph.ts";
import type { ForeignPlace } from "./foreignSubgraph.ts";

export interface ForeignLinksOptions {
  /** In place of the addresses in the supergraph, by name. */
  urls: ReadonlyMap<string, string>;
  /** In place of the ones derived from them: ws for http, wss for https. */
  subscriptionUrls: ReadonlyMap<string, string>;
  /** How long a link that no newer graph uses is kept, for operations that began with an older one. */
  keptMs: number;
}

/** Links to the subgraphs where the supergraph says they are; kept from one version to the next while that stays the same. */
export class ForeignLinks {
  private links = new Map<string, ForeignSubgraph>();
  private readonly leaving = new Map<ForeignSubgraph, NodeJS.Timeout>();

  constructor(private readonly options: ForeignLinksOptions) {}

  /** @throws for a subgraph without an address. */
  readonly link: LinkSubgraphs = (subgraphs) => {
    const places = subgraphs.map((subgraph) => this.placeOf(subgraph));
    return places.map((place) => {
      const key = JSON.stringify(place);
      const link = this.links.get(key) ?? new ForeignSubgraph(place);
      this.links.set(key, link);
      return link;
    });
  };

  /** Lets go of all but those of the graph that is now in service. */
  keepOnly(inService: readonly SubgraphPlace[]): void {
    const kept = new Set(inService.map((subgraph) => JSON.stringify(this.placeOf(subgraph))));
    for (const [key, link] of this.links) {
      if (kept.has(key)) continue;
      this.links.delete(key);
      const timer = setTimeout(() => {
        this.leaving.delete(link);
        void link.close();
      }, this.options.keptMs).unref();
      this.leaving.set(link, timer);
    }
  }

  async close(): Promise<void> {
    for (const timer of this.leaving.values()) clearTimeout(timer);
    await Promise.all([...this.links.values(), ...this.leaving.keys()].map((link) => link.close()));
  }

  private placeOf({ name, url: composed }: SubgraphPlace): ForeignPlace {
    const url = this.options.urls.get(name) ?? composed;
    if (!/^https?:\/\//.test(url))
      throw new Error(`The supergraph has no usable address of ${name}: say --subgraph ${name}=<url>.`);
    return {
      name,
      url,
      subscriptionUrl: this.options.subscriptionUrls.get(name) ?? url.replace(/^http/, "ws"),
    };
  }
}
