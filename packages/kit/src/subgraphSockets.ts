import type { Server } from "node:http";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { GraphQLError } from "graphql";
import type { ExecutionArgs, ExecutionResult, FormattedExecutionResult } from "graphql";
import type { Context as GraphqlConnection } from "graphql-ws";
import { useServer } from "graphql-ws/use/ws";
import type { Logger } from "pino";
import { v7 } from "uuid";
import { WebSocketServer } from "ws";
import { z } from "zod";
import type { CancelSignal } from "./cancellation.ts";
import { isDocument } from "./checkedDocuments.ts";
import type { CheckedDocuments } from "./checkedDocuments.ts";
import { AppError } from "./errors.ts";
import { coalesceWrites } from "./coalesceWrites.ts";
import type { LocalSubgraph } from "./localSubgraph.ts";
import { presentError } from "./present.ts";
import { PrincipalSeal } from "./principal.ts";
import type { Principal } from "./principal.ts";
import type { SubgraphRequest } from "./subgraph.ts";
import { continueTrace } from "./tracing.ts";

export interface SubgraphSocketsOptions {
  http: Server;
  local: LocalSubgraph;
  documents: CheckedDocuments;
  seal: PrincipalSeal;
  log: Logger;
  messageBytesMax: number;
}

const identityShape = z.object({
  [PrincipalSeal.header]: z.string().optional(),
  "x-request-id": z.string().optional(),
});
const extensionsShape = identityShape.extend({
  resume: z.object({ after: z.string().nullable() }).optional(),
  traceparent: z.string().optional(),
  tracestate: z.string().optional(),
});

/** What takes longer than this is not waited for when the server goes. */
const drainMs = 10_000;

interface Caller {
  principal: Principal;
  correlationId: string;
}

/** What is known of a connection, and of an operation on it. */
type Extra = Record<string, unknown> & Partial<Caller>;
type Connection = GraphqlConnection<Record<string, unknown>, Extra>;
interface Context extends Caller, Pick<SubgraphRequest, "query" | "resume"> {
  leaving: CancelSignal;
  trace: Record<string, string> | null;
}

/**
 * Operations of a subgraph over graphql-transport-ws. A connection needs a sealed principal; an operation may bring
 * one of its own in its extensions, as our gateway does, and runs as that.
 */
export function serveSockets(options: SubgraphSocketsOptions): { dispose(): Promise<void> } {
  const { http, local, documents, seal, log, messageBytesMax } = options;
  const sockets = new WebSocketServer({ server: http, path: "/graphql", maxPayload: messageBytesMax });
  sockets.on("connection", (_, { socket }) => coalesceWrites(socket));
  const underWay = new Map<Promise<ExecutionResult>, CancelSignal>();
  const presented = (errors: readonly GraphQLError[], correlationId: string) =>
    errors.map((error) => presentError(error, { correlationId, log }));

  const execute = (args: ExecutionArgs): Promise<ExecutionResult> => {
    const { trace, leaving } = args.contextValue as Context;
    const run = () => local.execute({ ...requestOf(args), signal: leaving });
    const answer = trace ? continueTrace(trace, run) : run();
    underWay.set(answer, leaving);
    const end = () => underWay.delete(answer);
    answer.then(end, end);
    return answer;
  };

  const served = useServer<Record<string, unknown>, Extra>(
    {
      async onConnect({ extra, connectionParams }) {
        const caller = await callerOf(connectionParams, local.name, seal).catch(() => null);
        if (caller) Object.assign(extra, caller);
        return caller !== null;
      },
      async onSubscribe(connection, id, { query, variables, operationName, extensions }) {
        const document = documents.check(query);
        if (!isDocument(document)) return document;
        try {
          const { resume, traceparent, tracestate, ...identity } = read(extensionsShape, extensions ?? {});
          const isOwn = identity[PrincipalSeal.header] !== undefined;
          const caller = isOwn ? await callerOf(identity, local.name, seal) : connected(connection.extra);
          const contextValue: Context = {
            ...caller,
            query,
            leaving: new Leaving(connection, id),
            trace: traceparent === undefined ? null : { traceparent, ...(tracestate && { tracestate }) },
            ...(resume && { resume }),
          };
          return {
            schema: local.schema,
            document,
            variableValues: variables ?? {},
            operationName: operationName ?? null,
            contextValue,
          };
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          return [new GraphQLError(error.message, { originalError: error })];
        }
      },
      execute,
      subscribe: (args) => local.subscribe(requestOf(args)),
      // Results are presented already; the library would ask them to present themselves.
      onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
      onError: ({ extra }, _id, _payload, errors) => presented(errors, connected(extra).correlationId),
    },
    sockets,
  );
  return {
    async dispose() {
      // What somebody waits for is answered first; a turn later it is on its way.
      const awaited = [...underWay].filter(([, leaving]) => !leaving.aborted).map(([answer]) => answer);
      await Promise.race([Promise.allSettled(awaited), sleep(drainMs, undefined, { ref: false })]);
      await turn();
      await served.dispose();
    },
  };
}

/** @throws AppError UNAUTHENTICATED */
async function callerOf(given: unknown, subgraph: string, seal: PrincipalSeal): Promise<Caller> {
  const identity = read(identityShape, given ?? {});
  const principal = await seal.open(identity[PrincipalSeal.header], subgraph);
  return { principal, correlationId: identity["x-request-id"] ?? v7() };
}

function connected({ principal, correlationId }: Extra): Caller {
  if (!principal || correlationId === undefined) throw new Error("An operation came before its connection.");
  return { principal, correlationId };
}

function read<T>(shape: z.ZodType<T>, given: unknown): T {
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new AppError(
    "INVALID_INPUT",
    "REQUEST_MALFORMED",
    "The extensions are malformed.",
    {},
    { cause: parsed.error },
  );
}

function requestOf({
  contextValue,
  document,
  variableValues,
  operationName,
}: ExecutionArgs): SubgraphRequest {
  const { query, principal, correlationId, resume } = contextValue as Context;
  return {
    query,
    document,
    principal,
    correlationId,
    variables: { ...variableValues },
    ...(operationName != null && { operationName }),
    ...(resume && { resume }),
  };
}

/** Whether whoever asked has left. It is asked before each step of a query; graphql-ws tells nobody of itself. */
class Leaving implements CancelSignal {
  readonly reason = undefined;

  constructor(
    private readonly connection: Connection,
    private readonly id: string,
  ) {}

  get aborted(): boolean {
    return !(this.id in this.connection.subscriptions);
  }

  addEventListener(): void {}

  removeEventListener(): void {}
}
