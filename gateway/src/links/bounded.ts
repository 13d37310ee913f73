import { AppError } from "@wegraph/kit/errors";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { executingBy } from "./executingBy.ts";

/** Lets so many calls wait for one subgraph at a time, so that a slow one does not fill the gateway's memory. */
export function bounded(link: SubgraphLink, concurrentMax: number): SubgraphLink {
  let running = 0;
  return executingBy(link, async (request) => {
    if (running >= concurrentMax)
      throw new AppError("UNAVAILABLE", "SUBGRAPH_BUSY", `${link.name} has too much to do at present.`);
    running += 1;
    try {
      return await link.execute(request);
    } finally {
      running -= 1;
    }
  });
}
