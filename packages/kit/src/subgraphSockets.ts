import type { Server } from "node:http";
import { GraphQLError } from "graphql";
import type { ExecutionArgs, FormattedExecutionResult } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import type { Logger } from "pino";
import { v7 } from "uuid";
import { WebSocketServer } from "ws";
import { z } from "zod";
import { isDocument } from "./checkedDocuments.ts";
import type { CheckedDocuments } from "./checkedDocuments.ts";
import { AppError } from "./errors.ts";
import type { LocalSubgraph } from "./localSubgraph.ts";
import { presentError } from "./present.ts";
import { PrincipalSeal } from "./principal.ts";
import type { Principal } from "./principal.ts";
import type { SubgraphRequest } from "./subgraph.ts";

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
});

interface Caller {
  principal: Principal;
  correlationId: string;
}

/** What is known of a connection, and of an operation on it. */
type Extra = Record<string, unknown> & Partial<Caller>;
type Context = Caller & Pick<SubgraphRequest, "resume"> & { query: string };

/**
 * Subscriptions of a subgraph over graphql-transport-ws. A connection needs a sealed principal; an operation may bring
 * one of its own in its extensions, as our gateway does, and runs as that.
 */
export function serveSockets(options: SubgraphSocketsOptions): { dispose(): Promise<void> | void } {
  const { http, local, documents, seal, log, messageBytesMax } = options;
  const sockets = new WebSocketServer({ server: http, path: "/graphql", maxPayload: messageBytesMax });
  const presented = (errors: readonly GraphQLError[], correlationId: string) =>
    errors.map((error) => presentError(error, { correlationId, log }));

  return useServer<Record<string, unknown>, Extra>(
    {
      async onConnect({ extra, connectionParams }) {
        const caller = await callerOf(connectionParams, local.name, seal).catch(() => null);
        if (caller) Object.assign(extra, caller);
        return caller !== null;
      },
      async onSubscribe({ extra }, _id, { query, variables, operationName, extensions }) {
        const document = documents.check(query);
        if (!isDocument(document)) return document;
        try {
          const { resume, ...identity } = read(extensionsShape, extensions ?? {});
          const isOwn = identity[PrincipalSeal.header] !== undefined;
          const caller = isOwn ? await callerOf(identity, local.name, seal) : connected(extra);
          const contextValue: Context = { ...caller, query, ...(resume && { resume }) };
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
      execute: (args) => local.execute(requestOf(args)),
      subscribe: (args) => local.subscribe(requestOf(args)),
      // Results are presented already; the library would ask them to present themselves.
      onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
      onError: ({ extra }, _id, _payload, errors) => presented(errors, connected(extra).correlationId),
    },
    sockets,
  );
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

function requestOf(args: ExecutionArgs): SubgraphRequest {
  return {
    ...(args.contextValue as Context),
    document: args.document,
    variables: { ...args.variableValues },
    ...(args.operationName != null && { operationName: args.operationName }),
  };
}
