import { OperationTypeNode, createSourceEventStream, getOperationAST, parse } from "graphql";
import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLSchema } from "graphql";
import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import { inTenant } from "@wegraph/database/scope";
import { RequestContext } from "./context.ts";
import type { ContextOptions, StreamPlace } from "./context.ts";
import { DocumentExecutor } from "./documentExecutor.ts";
import { presentError } from "./present.ts";
import { isSignedIn } from "./principal.ts";
import type { Subgraph } from "./schema.ts";
import { isStream } from "./subgraph.ts";
import type { StreamExtensions, SubgraphLink, SubgraphRequest } from "./subgraph.ts";
import { traced } from "./tracing.ts";

/** An event that carries where it stands in its stream, so that the client can come back to that place. */
type Positioned = Pick<StreamExtensions, "cursor" | "entity">;

/**
 * A subgraph in this very process. Documents are parsed once by text. They are not validated again: the
 * gateway's plan is made from this schema, and a standalone subgraph validates at its own door.
 */
export class LocalSubgraph implements SubgraphLink {
  readonly name: string;
  readonly schema: GraphQLSchema;
  private readonly executor: DocumentExecutor;
  private readonly documents = new LRUCache<string, DocumentNode>({ max: 2_000 });

  constructor(
    { name, schema }: Pick<Subgraph, "name" | "schema">,
    private readonly log: Logger,
  ) {
    this.name = name;
    this.schema = schema;
    this.executor = new DocumentExecutor(schema);
  }

  execute(request: SubgraphRequest): Promise<ExecutionResult> {
    return traced(`subgraph ${this.name}`, () => this.run(request, this.executionArgs(request)));
  }

  async subscribe(
    request: SubgraphRequest,
  ): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> {
    const args = this.executionArgs(request, request.resume && { after: request.resume.after });
    const source = await this.scoped(request, () => createSourceEventStream(args));
    if (!isEventStream(source)) return this.present(source, request);
    return this.results(source, request, args, args.contextValue.place?.position);
  }

  async close(): Promise<void> {}

  /**
   * Not an async generator: its `return` would wait for the event that a pending `next` waits for, and one that was
   * never begun would not tell its source at all. A stream that is left must free its place in the feed at once.
   */
  private results(
    source: AsyncIterable<unknown>,
    request: SubgraphRequest,
    args: ExecutionArgs,
    position: string | undefined,
  ): AsyncIterableIterator<ExecutionResult> {
    const events = source[Symbol.asyncIterator]();
    let untold = position;
    const { signal } = request;
    const end = async (): Promise<IteratorResult<ExecutionResult>> => {
      signal?.removeEventListener("abort", onAbort);
      untold = undefined;
      await events.return?.();
      return { value: undefined, done: true };
    };
    const onAbort = () => void end();
    signal?.addEventListener("abort", onAbort);
    if (signal?.aborted) onAbort();
    return {
      next: async () => {
        if (untold !== undefined) {
          const value = positionResult(untold);
          untold = undefined;
          return { value, done: false };
        }
        const { value: event, done } = await events.next();
        if (done) return end();
        // A fresh context for each event: loaders cache, and an event must show the state after it.
        const result = await this.run(request, {
          ...args,
          rootValue: event,
          contextValue: this.context(request, { signal }),
        });
        const { cursor, entity } = event as Positioned;
        const about = { ...(cursor !== undefined && { cursor }), ...(entity !== undefined && { entity }) };
        const value =
          cursor === undefined ? result : { ...result, extensions: { ...result.extensions, ...about } };
        return { value, done: false };
      },
      return: end,
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  private async run(request: SubgraphRequest, args: ExecutionArgs): Promise<ExecutionResult> {
    const result = await this.scoped(request, async () => await this.executor.execute(args, request.query));
    return this.present(result, request);
  }

  /** Limits the database to the caller's tenant; an anonymous caller has none and sees no tenant's row. */
  private scoped<T>(request: SubgraphRequest, work: () => Promise<T>): Promise<T> {
    return isSignedIn(request.principal) ? inTenant(request.principal.tenantId, work) : work();
  }

  private executionArgs(
    request: SubgraphRequest,
    place?: StreamPlace,
  ): ExecutionArgs & { contextValue: RequestContext } {
    const document = request.document ?? this.parsed(request.query);
    const operationName = request.operationName ?? null;
    // A mutation that began is not broken off half-way because nobody waits for it any more.
    const isMutation = getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION;
    return {
      schema: this.schema,
      document,
      contextValue: this.context(request, { place, signal: isMutation ? undefined : request.signal }),
      variableValues: request.variables ?? {},
      operationName,
    };
  }

  private context({ principal, correlationId }: SubgraphRequest, options: ContextOptions): RequestContext {
    return new RequestContext(principal, correlationId, this.log, options);
  }

  private parsed(query: string): DocumentNode {
    const known = this.documents.get(query);
    if (known) return known;
    const document = parse(query);
    this.documents.set(query, document);
    return document;
  }

  private present(result: ExecutionResult, { correlationId }: SubgraphRequest): ExecutionResult {
    if (!result.errors) return result;
    const errors = result.errors.map((error) => presentError(error, { correlationId, log: this.log }));
    // Links carry errors as the wire does: formatted, with the code in the extensions.
    return { ...result, errors: errors as unknown as NonNullable<ExecutionResult["errors"]> };
  }
}

function positionResult(cursor: string): ExecutionResult {
  return { data: null, extensions: { cursor, isPosition: true } satisfies StreamExtensions };
}

function isEventStream(source: AsyncIterable<unknown> | ExecutionResult): source is AsyncIterable<unknown> {
  return isStream(source as ExecutionResult);
}
