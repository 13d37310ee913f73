import { AppError } from "@wegraph/kit/errors";
import type { Health } from "@wegraph/kit/health";
import type { Logger } from "@wegraph/kit/log";
import type { Metrics } from "@wegraph/kit/metrics";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import type { GatewaySettings } from "../settings.ts";
import { bounded } from "./bounded.ts";
import { breaking } from "./breaking.ts";
import { checked } from "./checked.ts";
import { Circuit } from "./circuit.ts";
import type { CircuitState } from "./circuit.ts";
import { executingBy } from "./executingBy.ts";
import { joining } from "./joining.ts";
import type { Changes } from "./joining.ts";
import { retrying } from "./retrying.ts";
import { timed } from "./timed.ts";

export interface GuardParts {
  settings: GatewaySettings["links"];
  changes: Changes;
  health: Health;
  metrics: Metrics;
  log: Logger;
}

const gaugeOf: Readonly<Record<CircuitState, number>> = { CLOSED: 0, PROBING: 1, OPEN: 2 };

/**
 * Makes links that ask once what is asked several times at once, and that a sick subgraph cannot hold up: bounded in
 * number and time, tried again once, refused while it is down. The same link is guarded once, however many versions of
 * the graph use it.
 */
export function linkGuard({
  settings,
  changes,
  health,
  metrics,
  log,
}: GuardParts): (links: readonly SubgraphLink[]) => SubgraphLink[] {
  const guarded = new WeakMap<SubgraphLink, SubgraphLink>();
  const states = metrics.gauge(
    "gateway_subgraph_circuit",
    "Whether a subgraph is called: 0 yes, 1 one call to see, 2 no.",
    ["subgraph"],
  );
  const retries = metrics.counter("gateway_subgraph_retries_total", "Queries asked once more.", ["subgraph"]);
  const joins = metrics.counter("gateway_subgraph_joins_total", "Queries answered by a call under way.", [
    "subgraph",
  ]);
  const failures = metrics.counter("gateway_subgraph_failures_total", "Calls that were not answered.", [
    "subgraph",
    "reason",
  ]);
  const guard = (link: SubgraphLink): SubgraphLink => {
    const { name: subgraph } = link;
    const circuit = new Circuit(settings, (state) => {
      states.set({ subgraph }, gaugeOf[state]);
      if (state !== "PROBING") log.warn({ subgraph, state }, "subgraph circuit");
    });
    states.set({ subgraph }, gaugeOf.CLOSED);
    health.register(
      `subgraph ${subgraph}`,
      async () => {
        if (circuit.state !== "CLOSED") throw new Error(`${subgraph} does not answer.`);
      },
      { critical: false },
    );
    const patient = retrying(checked(link), settings.retryDelayMsMax, () => retries.inc({ subgraph }));
    const quick = timed(patient, settings.timeoutMsOf[subgraph] ?? settings.timeoutMs);
    const limited = bounded(breaking(quick, circuit), settings.concurrentMax);
    const noted = counted(limited, (reason) => failures.inc({ subgraph, reason }));
    return joining(noted, changes, () => joins.inc({ subgraph }));
  };
  return (links) =>
    links.map((link) => {
      const known = guarded.get(link) ?? guard(link);
      guarded.set(link, known);
      return known;
    });
}

function counted(link: SubgraphLink, onFailure: (reason: string) => void): SubgraphLink {
  return executingBy(link, (request) => {
    const answer = link.execute(request);
    answer.catch((error: unknown) => {
      if (!request.signal?.aborted)
        onFailure(error instanceof AppError ? error.reason : "SUBGRAPH_UNREACHABLE");
    });
    return answer;
  });
}
