import type { CancelSignal } from "@wegraph/kit/cancellation";
import { isMutation } from "@wegraph/kit/subgraph";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { executingBy } from "./executingBy.ts";

/**
 * Asks once more when a query was not answered at all, after a moment of chance length so that gateways do not
 * come back in step. A mutation may have happened although its answer was lost; it is never repeated.
 */
export function retrying(link: SubgraphLink, delayMsMax: number, onRetry: () => void): SubgraphLink {
  return executingBy(link, (request) =>
    link.execute(request).catch(async (error: unknown) => {
      if (isMutation(request) || request.signal?.aborted) throw error;
      onRetry();
      await pause(Math.random() * delayMsMax, request.signal);
      return link.execute(request);
    }),
  );
}

/** Ends early with the signal's reason. */
function pause(ms: number, signal: CancelSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", abort);
  });
}
