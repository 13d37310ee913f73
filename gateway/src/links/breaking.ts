import { AppError } from "@wegraph/kit/errors";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import type { Circuit } from "./circuit.ts";
import { executingBy } from "./executingBy.ts";

/** Refuses at once what would most likely fail anyway, as long as the circuit is open. */
export function breaking(link: SubgraphLink, circuit: Circuit): SubgraphLink {
  return executingBy(link, (request) => {
    const pass = circuit.begin();
    if (pass === null) return Promise.reject(open(link.name, circuit));
    const answer = link.execute(request);
    answer.then(
      () => circuit.succeeded(pass),
      () => {
        // A caller that left, or ran out of its own time, says nothing about the subgraph.
        if (request.signal?.aborted) circuit.abandoned(pass);
        else circuit.failed(pass);
      },
    );
    return answer;
  });
}

function open(name: string, { retryAfterMs }: Circuit): AppError {
  return new AppError("UNAVAILABLE", "CIRCUIT_OPEN", `${name} does not answer at present.`, { retryAfterMs });
}
