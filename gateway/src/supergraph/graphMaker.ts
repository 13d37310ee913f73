import type { Logger } from "@wegraph/kit/log";
import type { Metrics } from "@wegraph/kit/metrics";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import type { Policies } from "../access/need.ts";
import { CompiledExecutor } from "../compiled/compiledExecutor.ts";
import { Documents } from "../document/documents.ts";
import { Plans } from "../execution/plans.ts";
import type { GatewaySettings } from "../settings.ts";
import type { Graph } from "./graph.ts";
import type { LinkSubgraphs } from "./links.ts";
import { loading } from "./loadSupergraph.ts";
import type { LoadedSupergraph } from "./loadSupergraph.ts";
import type { Slices } from "./slices.ts";

export interface GraphMakerOptions {
  link: LinkSubgraphs;
  policies: Policies;
  settings: Pick<GatewaySettings, "document">;
  log: Logger;
  metrics: Metrics;
}

/** From the text of a supergraph to a graph that can be put in service. */
export class GraphMaker {
  private readonly planDurations;
  private made = 0;
  private readonly lastLinks = new Map<string, SubgraphLink>();
  private moves = 0;

  constructor(private readonly options: GraphMakerOptions) {
    this.planDurations = options.metrics.histogram(
      "gateway_plan_seconds",
      "Time to plan an operation not planned before.",
    );
  }

  /** @throws when the text is no supergraph, access is declared in a form that is not enforced, or a subgraph has no link. */
  *making(sdl: string): Slices<Graph> {
    return this.equip(yield* loading(sdl, this.options.policies));
  }

  private equip(loaded: LoadedSupergraph): Graph {
    const { settings, log, link } = this.options;
    const links = link(loaded.subgraphs);
    const executor = new CompiledExecutor(loaded, links, log);
    this.made += 1;
    return {
      loaded,
      links: new Map(links.map((each) => [each.name, each])),
      documents: new Documents(loaded.apiSchema, loaded.access, settings.document, `g${this.made}`),
      plans: new Plans(loaded, executor, this.planDurations, `s${this.movesUntil(links)}`),
    };
  }

  /** How often a subgraph was to be found elsewhere than before; streams are to be opened anew then. */
  private movesUntil(links: readonly SubgraphLink[]): number {
    const hasMoved = links.some((link) => (this.lastLinks.get(link.name) ?? link) !== link);
    for (const link of links) this.lastLinks.set(link.name, link);
    if (hasMoved) this.moves += 1;
    return this.moves;
  }
}
