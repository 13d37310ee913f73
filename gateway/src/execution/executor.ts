import type { DocumentNode, ExecutionResult, GraphQLFormattedError } from "graphql";
import type { CancelSignal } from "@wegraph/kit/cancellation";
import type { Principal } from "@wegraph/kit/principal";
import type { CheckedOperation } from "../document/operation.ts";

export interface ExecutionRequest {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  readonly correlationId: string;
  readonly signal: CancelSignal;
}

/** What an execution gives, before errors are made fit for the caller. */
export interface RawAnswer {
  data?: Record<string, unknown> | null;
  errors?: readonly (Error | GraphQLFormattedError)[];
  extensions?: Record<string, unknown>;
}

/** A query or mutation, ready to be run any number of times. */
export interface RunnableOperation {
  readonly kind: "RUNNABLE";
  run(request: ExecutionRequest): Promise<RawAnswer>;
}

/** A subscription: the stream its owning subgraph serves, and how each event of it becomes a whole answer. */
export interface StreamableOperation {
  readonly kind: "STREAMABLE";
  readonly primary: {
    readonly subgraph: string;
    readonly query: string;
    readonly document: DocumentNode | undefined;
    readonly operationName: string | undefined;
    /** Those of the operation's variables that the primary uses. */
    readonly variables: readonly string[];
  };
  /** The same in two versions of the graph only if events of the one are answered as events of the other. */
  readonly effect: string;
  /** Consumes `event`: it may become part of the answer. */
  complete(event: ExecutionResult, request: ExecutionRequest): Promise<RawAnswer>;
}

/**
 * Turns operations of the supergraph into calls of subgraphs. Everything else in the gateway knows only this, so
 * an executor that compiles plans into closures can take the place of Apollo's without a change elsewhere.
 */
export interface Executor {
  /** Plans `document`'s only operation; `operation` is what it was before rights took fields away. */
  compile(operation: CheckedOperation, document: DocumentNode): RunnableOperation | StreamableOperation;
}
