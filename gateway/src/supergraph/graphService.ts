import type { Health } from "@wegraph/kit/health";
import type { Logger } from "@wegraph/kit/log";
import type { Metrics } from "@wegraph/kit/metrics";
import type { GatewaySettings } from "../settings.ts";
import type { Graph } from "./graph.ts";
import type { GraphMaker } from "./graphMaker.ts";
import { idOf } from "./loadSupergraph.ts";
import { atOnce, inSlices } from "./slices.ts";
import { warmUp } from "./warmUp.ts";
import type { KnownOperation } from "./warmUp.ts";

/** What became of a supergraph that was offered. */
export type ReloadOutcome = "REPLACED" | "UNCHANGED" | "REFUSED";

export interface GraphServiceOptions {
  maker: GraphMaker;
  /** Operations worth planning before the first request, beside those that were asked for lately. */
  known: () => Iterable<KnownOperation>;
  settings: Pick<GatewaySettings, "warmUp">;
  log: Logger;
  health: Health;
  metrics: Metrics;
}

/**
 * The version of the graph in service, and the way to the next one: made and warmed up beside the one that answers,
 * then put in its place in one step. One that cannot be made changes nothing but what operators see.
 */
export class GraphService {
  private readonly listeners: ((graph: Graph) => void)[] = [];
  private readonly outcomes;
  private turn: Promise<unknown> = Promise.resolve();
  private isRefused = false;

  private constructor(
    private graph: Graph,
    private readonly options: GraphServiceOptions,
  ) {
    const { health, metrics } = options;
    this.outcomes = metrics.counter("gateway_supergraph_reloads_total", "Supergraphs offered, by outcome.", [
      "outcome",
    ]);
    const stale = metrics.gauge(
      "gateway_supergraph_stale",
      "1 while the newest supergraph offered could not be put in service.",
    );
    Object.assign(stale, { collect: () => stale.set(this.isRefused ? 1 : 0) });
    health.register(
      "supergraph",
      async () => {
        if (this.isRefused) throw new Error("The newest supergraph was refused.");
      },
      { critical: false },
    );
  }

  /** @throws what `GraphMaker.making` throws: without a first graph there is nothing to serve. */
  static async open(sdl: string, options: GraphServiceOptions): Promise<GraphService> {
    const graph = atOnce(options.maker.making(sdl));
    await warmUp(graph, options.known(), options.settings.warmUp);
    return new GraphService(graph, options);
  }

  get current(): Graph {
    return this.graph;
  }

  /** Called in the moment a graph is put in service, in the order of registration. */
  onReplaced(listener: (graph: Graph) => void): void {
    this.listeners.push(listener);
  }

  /** Puts another supergraph in service, or says why not in the log. One at a time, in the order they came. */
  reload(sdl: string): Promise<ReloadOutcome> {
    const outcome = this.turn.then(() => this.replace(sdl));
    this.turn = outcome;
    return outcome;
  }

  private async replace(sdl: string): Promise<ReloadOutcome> {
    const outcome = await this.tried(sdl);
    this.isRefused = outcome === "REFUSED";
    this.outcomes.inc({ outcome: outcome.toLowerCase() });
    return outcome;
  }

  private async tried(sdl: string): Promise<ReloadOutcome> {
    const { maker, settings, log } = this.options;
    const before = this.graph;
    if (idOf(sdl) === before.loaded.id) return "UNCHANGED";
    const startedAt = performance.now();
    try {
      const next = await inSlices(maker.making(sdl));
      const warm = await warmUp(next, this.likely(), settings.warmUp);
      this.graph = next;
      for (const listener of this.listeners) listener(next);
      const { id, subgraphs } = next.loaded;
      const tookMs = Math.round(performance.now() - startedAt);
      log.info(
        { supergraph: id, subgraphs: subgraphs.map(({ name }) => name), warm, tookMs },
        "supergraph replaced",
      );
      return "REPLACED";
    } catch (err) {
      log.error({ err, supergraph: idOf(sdl), serving: before.loaded.id }, "supergraph refused");
      return "REFUSED";
    }
  }

  /** A copy: requests go on using the plans while it is read. */
  private likely(): KnownOperation[] {
    return [...this.graph.plans.known(), ...this.options.known()];
  }
}
