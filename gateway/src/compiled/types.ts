import type { DocumentNode, FragmentDefinitionNode, GraphQLFormattedError } from "graphql";
import type { Fields } from "./row.ts";

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export type PathKey = string | number;

/** One operation for one subgraph. Everything but the variables is the same object each time. */
export interface SubgraphCall {
  readonly query: string;
  readonly operationName: string | undefined;
  /** `query` parsed, when the planner was told to expose it. */
  readonly document: DocumentNode | undefined;
  readonly variables: Fields;
}

/** An error as it comes over the wire; graphql-js's own errors fit too. */
export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly PathKey[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** What a subgraph answered. It is never written to: the same object may be given to several executions. */
export interface SubgraphAnswer {
  readonly data?: Fields | null | undefined;
  readonly errors?: readonly SubgraphError[] | undefined;
}

/** Asks a subgraph. Should reject when it cannot be asked; that costs the fields it would have given, not the rest. */
export type SubgraphFetch = (subgraph: string, call: SubgraphCall) => Promise<SubgraphAnswer>;

/** Says what a client may know of a fetch that failed, or that was given up when the operation was aborted. */
export type DescribeFailure = (failure: unknown, subgraph: string) => SubgraphError;

export interface OperationAnswer {
  data: Fields | null;
  errors?: readonly GraphQLFormattedError[];
}
