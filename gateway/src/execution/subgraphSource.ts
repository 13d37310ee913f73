import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import { Kind } from "graphql";
import type { DocumentNode, ExecutionResult, GraphQLFormattedError } from "graphql";
import { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { requestOf, sourceAnswerOf } from "./apolloTypes.ts";
import type { SourceAnswer } from "./apolloTypes.ts";

/**
 * One subgraph as Apollo's executor wants it. It never rejects: a subgraph that cannot be reached becomes an
 * error at the places its data is missing from, and the rest of the answer stays.
 */
export class SubgraphSource implements GraphQLDataSource {
  constructor(
    private readonly link: SubgraphLink,
    private readonly log: Logger,
  ) {}

  async process(options: GraphQLDataSourceProcessOptions): Promise<SourceAnswer> {
    const { principal, correlationId, signal } = requestOf(options);
    const { query = "", variables, operationName } = options.request;
    const document = "document" in options ? options.document : undefined;
    try {
      const answer = this.link.execute({
        query,
        ...(document && { document }),
        ...(operationName && { operationName }),
        variables: variables ?? {},
        principal,
        correlationId,
        signal,
      });
      return sourceAnswerOf(await within(answer, signal));
    } catch (error) {
      const path = "pathInIncomingRequest" in options ? (options.pathInIncomingRequest ?? []) : [];
      return sourceAnswerOf({ errors: this.unreached(error, correlationId, rootKeys(document, path)) });
    }
  }

  private unreached(error: unknown, correlationId: string, paths: string[][]): GraphQLFormattedError[] {
    const { code, reason, message, details } = error instanceof AppError ? error : unreachable;
    if (error !== timeout)
      this.log.error({ err: error, subgraph: this.link.name, correlationId }, "subgraph not reached");
    return paths.map((path) => ({ message, path, extensions: { ...details, code, reason } }));
  }
}

const timeout = new AppError("TIMEOUT", "OPERATION_TIMED_OUT", "The operation took too long.");
const unreachable = new AppError(
  "UNAVAILABLE",
  "SUBGRAPH_UNREACHABLE",
  "A part of the graph does not answer.",
);

/** A local subgraph cannot be interrupted, but nobody need wait for it. */
function within(answer: Promise<ExecutionResult>, signal: AbortSignal): Promise<ExecutionResult> {
  if (signal.aborted) return Promise.reject(timeout);
  return new Promise((resolve, reject) => {
    const abort = () => reject(timeout);
    signal.addEventListener("abort", abort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/**
 * Where to say that a fetch failed: at each root field of a fetch from the root (the executor prefixes nothing
 * there), else at the place the entities are, which the executor adds itself.
 */
function rootKeys(document: DocumentNode | undefined, path: readonly (string | number)[]): string[][] {
  const [operation] = document?.definitions ?? [];
  if (path.length > 0 || operation?.kind !== Kind.OPERATION_DEFINITION) return [[]];
  const keys = operation.selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD ? [[selection.alias?.value ?? selection.name.value]] : [],
  );
  return keys.length > 0 ? keys : [[]];
}
