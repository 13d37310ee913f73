import { AppError } from "@wegraph/kit/errors";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { executingBy } from "./executingBy.ts";

/** Lets so many calls wait for one subgraph at a time, so that a slow one does not fill the gateway's memory. */
export function bounded(link: SubgraphLink, concurrentMax: number): SubgraphLink {
  let running = 0;
  return executingBy(link, (request) => {
    if (running >= concurrentMax) return Promise.reject(busy(link.name));
    running += 1;
    const answer = link.execute(request);
    answer.then(
      () => (running -= 1),
      () => (running -= 1),
    );
    return answer;
  });
}

function busy(name: string): AppError {
  return new AppError("UNAVAILABLE", "SUBGRAPH_BUSY", `${name} has too much to do at present.`);
}
