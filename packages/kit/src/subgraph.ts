import type { DocumentNode, ExecutionResult } from "graphql";
import type { CancelSignal } from "./cancellation.ts";
import { AppError } from "./errors.ts";
import type { Principal } from "./principal.ts";

/** One operation for one subgraph, on behalf of one caller. */
export interface SubgraphRequest {
  query: string;
  /** Already parsed, when the caller has it; saves the parse. */
  document?: DocumentNode | undefined;
  operationName?: string | undefined;
  variables?: Record<string, unknown> | undefined;
  /** The same as JSON, when the caller has it. */
  variablesText?: string | undefined;
  principal: Principal;
  correlationId: string;
  /** For a query or subscription: whoever asked is gone, and what is not begun need not be. */
  signal?: CancelSignal | undefined;
  /** For a subscription that may have to be taken up again; see `SubgraphLink.subscribe`. */
  resume?: ResumeRequest | undefined;
}

/**
 * The same request with another signal. Field by field: copies by `...` with something added go the slow way through
 * V8, a microsecond or two each, and every fetch is copied twice.
 */
export function withSignal(
  request: SubgraphRequest,
  signal: CancelSignal,
  variablesText = request.variablesText,
): SubgraphRequest {
  return {
    query: request.query,
    document: request.document,
    operationName: request.operationName,
    variables: request.variables,
    variablesText,
    principal: request.principal,
    correlationId: request.correlationId,
    signal,
    resume: request.resume,
  } satisfies Record<keyof SubgraphRequest, unknown>;
}

export interface ResumeRequest {
  /** The cursor of the last event that arrived; null to begin with what happens now. */
  after: string | null;
}

/** What the extensions of a stream's results say about the stream. */
export interface StreamExtensions {
  /** Where the stream stands with this result: opaque text, to be given as `resume.after`. */
  cursor?: string;
  /** The result is no event; it says where the stream stands before the first one. */
  isPosition?: true;
  /** A later event of the same entity makes this one superfluous, if it has not been delivered yet. */
  entity?: string;
}

/**
 * The gateway's way to a subgraph. In one process it is a function call (LocalSubgraph); between processes
 * it is graphql-transport-ws and HTTP (RemoteSubgraph). Nothing but the composition root knows which.
 */
export interface SubgraphLink {
  readonly name: string;
  execute(request: SubgraphRequest): Promise<ExecutionResult>;
  /**
   * A stream of results, or one result with errors when the subscription is refused; across a line the refusal comes
   * as the stream's last result, which has errors and no data. With `resume`, a stream that can
   * be resumed begins with a position, `{ data: null, extensions: { cursor, isPosition: true } }`, then has what came
   * after `resume.after`, in order, and goes on live without loss or duplicate. One that cannot be resumed has neither
   * position nor cursors. A cursor whose events are not all kept any more is refused with RESUME_GAP, one that is none
   * with INVALID_INPUT (CURSOR_MALFORMED).
   */
  subscribe(request: SubgraphRequest): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult>;
  close(): Promise<void>;
}

export function isStream(
  answer: AsyncIterableIterator<ExecutionResult> | ExecutionResult,
): answer is AsyncIterableIterator<ExecutionResult> {
  return Symbol.asyncIterator in answer;
}

const mutationStart = /^\s*mutation\b/;

/** The planner writes one operation to a fetch, and the keyword first. */
export function isMutation({ query }: Pick<SubgraphRequest, "query">): boolean {
  return mutationStart.test(query);
}

/** What a link throws when its subgraph gives no answer. The cause is for the log alone. */
export function unreachable(subgraph: string, cause: unknown): AppError {
  return new AppError("UNAVAILABLE", "SUBGRAPH_UNREACHABLE", `${subgraph} does not answer.`, {}, { cause });
}
