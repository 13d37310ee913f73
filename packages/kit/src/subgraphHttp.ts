import type { IncomingMessage, ServerResponse } from "node:http";
import { OperationTypeNode, getOperationAST } from "graphql";
import type { ExecutionResult, GraphQLError, GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { z } from "zod";
import { Cancellation } from "./cancellation.ts";
import { isDocument } from "./checkedDocuments.ts";
import type { CheckedDocuments } from "./checkedDocuments.ts";
import { AppError } from "./errors.ts";
import type { LocalSubgraph } from "./localSubgraph.ts";
import type { Metrics } from "./metrics.ts";
import { outcomeOf } from "./outcome.ts";
import { presentError } from "./present.ts";
import { PrincipalSeal } from "./principal.ts";
import { continueTrace } from "./tracing.ts";

export interface SubgraphHttpOptions {
  local: LocalSubgraph;
  documents: CheckedDocuments;
  seal: PrincipalSeal;
  log: Logger;
  metrics: Metrics;
}

const json = "application/json; charset=utf-8";
const graphqlJson = "application/graphql-response+json; charset=utf-8";

const requestShape = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  extensions: z.record(z.string(), z.unknown()).nullish(),
});

/** Queries and mutations of a subgraph by `POST /graphql`, as GraphQL over HTTP has it; for whoever brings a sealed principal. */
export class SubgraphHttp {
  private readonly durations;

  constructor(private readonly options: SubgraphHttpOptions) {
    this.durations = options.metrics.histogram("subgraph_request_seconds", "Time to answer a request.", [
      "kind",
      "outcome",
    ]);
  }

  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    { body, correlationId }: { body: Buffer; correlationId: string },
  ): Promise<void> {
    const { local, seal, log } = this.options;
    const isPlainJson = !request.headers.accept?.includes("application/graphql-response+json");
    const send = (status: number, answer: object): void => {
      const text = JSON.stringify(answer);
      response.writeHead(status, {
        "content-type": isPlainJson ? json : graphqlJson,
        "content-length": Buffer.byteLength(text),
      });
      response.end(text);
    };
    const refuse = (status: number, error: AppError): void => send(status, { errors: [formatted(error)] });

    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      return refuse(405, malformed("Operations are sent by POST."));
    }
    if (!/^application\/json *(?:;|$)/i.test(request.headers["content-type"] ?? ""))
      return refuse(415, malformed("The body has to be application/json."));
    const sealed = request.headers[PrincipalSeal.header];
    const principal = await seal
      .open(typeof sealed === "string" ? sealed : undefined, local.name)
      .catch(refusalOnly);
    if (principal instanceof AppError) return refuse(401, principal);
    const asked = read(body);
    if (!asked) return refuse(400, malformed("The body is no GraphQL request."));

    // What is wrong with a request itself is 400 to those who read the newer media type, and 200 to the others.
    const misguided = isPlainJson ? 200 : 400;
    const { query, operationName, variables } = asked;
    const document = this.options.documents.check(query);
    if (!isDocument(document))
      return send(misguided, { errors: presented(document, { correlationId, log }) });
    const operation = getOperationAST(document, operationName)?.operation;
    if (operation === OperationTypeNode.SUBSCRIPTION)
      return refuse(misguided, malformed("Subscriptions run over graphql-transport-ws."));

    const leaving = new Cancellation();
    const onClose = () => leaving.abort();
    response.once("close", onClose);
    const run = () =>
      local.execute({
        query,
        document,
        principal,
        correlationId,
        signal: leaving,
        ...(operationName != null && { operationName }),
        ...(variables && { variables }),
      });
    const endTimer = this.durations.startTimer();
    const result: ExecutionResult = await (request.headers["traceparent"] === undefined
      ? run()
      : continueTrace(traceOf(request), run));
    response.off("close", onClose);
    endTimer({ kind: operation ?? "unknown", outcome: outcomeOf(result.errors) });
    send(result.data === undefined ? misguided : 200, result);
  }
}

function traceOf({ headers: { traceparent, tracestate } }: IncomingMessage): Record<string, string> {
  return {
    ...(typeof traceparent === "string" && { traceparent }),
    ...(typeof tracestate === "string" && { tracestate }),
  };
}

function read(body: Buffer): z.infer<typeof requestShape> | null {
  try {
    return requestShape.parse(JSON.parse(body.toString("utf8")));
  } catch {
    return null;
  }
}

function presented(
  errors: readonly GraphQLError[],
  how: { correlationId: string; log: Logger },
): GraphQLFormattedError[] {
  return errors.map((error) => presentError(error, how));
}

function formatted({ message, code, reason }: AppError): GraphQLFormattedError {
  return { message, extensions: { code, reason } };
}

function malformed(message: string): AppError {
  return new AppError("INVALID_INPUT", "REQUEST_MALFORMED", message);
}

function refusalOnly(error: unknown): AppError {
  if (error instanceof AppError) return error;
  throw error;
}
