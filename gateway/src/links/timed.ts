import type { ExecutionResult } from "graphql";
import { Cancellation } from "@wegraph/kit/cancellation";
import { AppError } from "@wegraph/kit/errors";
import { withSignal } from "@wegraph/kit/subgraph";
import type { SubgraphLink, SubgraphRequest } from "@wegraph/kit/subgraph";
import { executingBy } from "./executingBy.ts";

/** Waits no longer than this for an answer, and then gives the connection up, too. */
export function timed(link: SubgraphLink, timeoutMs: number): SubgraphLink {
  return executingBy(
    link,
    (request) => new Promise((resolve, reject) => new Call(link, timeoutMs, request, resolve, reject)),
  );
}

class Call {
  private readonly cancellation = new Cancellation();
  private readonly timer: NodeJS.Timeout;

  constructor(
    link: SubgraphLink,
    timeoutMs: number,
    private readonly request: SubgraphRequest,
    resolve: (answer: ExecutionResult) => void,
    reject: (error: unknown) => void,
  ) {
    const { signal } = request;
    this.timer = setTimeout(() => {
      reject(timedOut(link.name));
      this.cancellation.abort();
    }, timeoutMs);
    signal?.addEventListener("abort", this);
    if (signal?.aborted) this.handleEvent();
    link.execute(withSignal(request, this.cancellation)).then(
      (answer) => {
        this.end();
        resolve(answer);
      },
      (error: unknown) => {
        this.end();
        reject(error);
      },
    );
  }

  /** Whoever asked has left. */
  handleEvent(): void {
    this.cancellation.abort(this.request.signal?.reason);
  }

  private end(): void {
    clearTimeout(this.timer);
    this.request.signal?.removeEventListener("abort", this);
  }
}

function timedOut(name: string): AppError {
  return new AppError("TIMEOUT", "SUBGRAPH_TIMED_OUT", `${name} took too long to answer.`);
}
