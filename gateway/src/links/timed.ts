import { Cancellation } from "@wegraph/kit/cancellation";
import { AppError } from "@wegraph/kit/errors";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { executingBy } from "./executingBy.ts";

/** Waits no longer than this for an answer, and then gives the connection up, too. */
export function timed(link: SubgraphLink, timeoutMs: number): SubgraphLink {
  return executingBy(
    link,
    (request) =>
      new Promise((resolve, reject) => {
        const { signal } = request;
        const cancellation = new Cancellation();
        const abort = () => cancellation.abort(signal?.reason);
        const timer = setTimeout(() => {
          reject(timedOut(link.name));
          abort();
        }, timeoutMs);
        const end = () => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", abort);
        };
        signal?.addEventListener("abort", abort);
        if (signal?.aborted) abort();
        link.execute({ ...request, signal: cancellation }).then(
          (answer) => (end(), resolve(answer)),
          (error: unknown) => (end(), reject(error)),
        );
      }),
  );
}

function timedOut(name: string): AppError {
  return new AppError("TIMEOUT", "SUBGRAPH_TIMED_OUT", `${name} took too long to answer.`);
}
