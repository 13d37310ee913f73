import { GraphQLError, OperationTypeNode } from "graphql";
import type { ExecutionResult } from "graphql";
import { createHandler } from "graphql-http";
import type { Handler, Request, RequestParams, Response } from "graphql-http";
import { AppError, invalidInput } from "@wegraph/kit/errors";
import type { Caller } from "../caller.ts";
import { RequestRefused, graphqlErrorOf, statusOf } from "../errors.ts";
import type { Entrance } from "../entrance.ts";
import type { Answer } from "../execution/presentAnswer.ts";
import type { TimeLimit } from "../execution/timeLimit.ts";
import type { Identification } from "../identity/identify.ts";
import { rateHeaders } from "../limit/admission.ts";
import type { Admission } from "../limit/admission.ts";
import type { Operations } from "../operations.ts";
import { presentRefusal } from "../presentRefusal.ts";
import type { GatewaySettings } from "../settings.ts";
import { readBody } from "./body.ts";
import type { Call } from "./call.ts";

export interface GraphqlHttpOptions {
  operations: Operations;
  entrance: Entrance;
  identification: Identification;
  admission: Admission;
  settings: GatewaySettings;
}

type Asked = Request<unknown, { caller: Caller; call: Call }>;

/** `/graphql` over HTTP, by the GraphQL-over-HTTP specification: POST, and GET for queries. */
export class GraphqlHttp {
  private readonly handler: Handler<unknown, { caller: Caller; call: Call }>;

  constructor(private readonly options: GraphqlHttpOptions) {
    this.handler = createHandler({
      onSubscribe: (request, params) => this.answer(request, params),
      // What an execution answered is fit for the caller already; what is left is a request that could not be read.
      formatError: (error) =>
        error instanceof Error && !(error instanceof GraphQLError) ? malformedRequest(error) : error,
    });
  }

  async handle(call: Call): Promise<void> {
    const { request, response, method, path, search, correlationId, address } = call;
    const { settings, identification, admission } = this.options;
    const body = method === "POST" ? await readBody(request, settings.bodyBytesMax) : null;
    const principal = await identification.principalOf(request.headers, call);
    const caller: Caller = { principal, correlationId, address };
    for (const [name, value] of Object.entries(rateHeaders(admission.admit(caller))))
      response.setHeader(name, value);

    const [text, { status, statusText, headers }] = await this.handler({
      method,
      url: search ? `${path}?${search}` : path,
      headers: request.headers,
      body: () => body?.toString("utf8") ?? null,
      raw: request,
      context: { caller, call },
    });
    response.writeHead(status, statusText, headers).end(text ?? "");
  }

  private async answer(
    { method, context }: Asked,
    params: RequestParams,
  ): Promise<ExecutionResult | readonly GraphQLError[] | Response> {
    const { caller, call } = context;
    const { operations, entrance, settings } = this.options;
    try {
      const ready = await entrance.accept(params, caller);
      if (method === "GET" && ready.operation.kind === OperationTypeNode.MUTATION)
        return mutationByGet(caller);
      const limit = operations.timeLimit();
      if (ready.operation.kind === OperationTypeNode.QUERY) endWhenNobodyWaits(call, limit);
      return asResult(await operations.run(ready, caller, limit));
    } catch (error) {
      if (error instanceof AppError) return refusalResponse(error, caller);
      if (error instanceof RequestRefused) return presentRefusal(error, caller, settings);
      throw error;
    }
  }
}

/** A mutation that began is finished all the same. */
function endWhenNobodyWaits({ response }: Call, limit: TimeLimit): void {
  response.once("close", () => {
    if (!response.writableFinished) limit.abort();
  });
}

function refusalResponse(refusal: AppError, { correlationId }: Caller): Response {
  const error = graphqlErrorOf(refusal).toJSON();
  const retryAfterMs = refusal.details["retryAfterMs"];
  return [
    JSON.stringify({ errors: [{ ...error, extensions: { ...error.extensions, correlationId } }] }),
    {
      status: statusOf(refusal.code),
      statusText: refusal.code,
      headers: {
        "content-type": "application/json; charset=utf-8",
        ...(typeof retryAfterMs === "number" && { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) }),
      },
    },
  ];
}

function mutationByGet({ correlationId }: Caller): Response {
  const extensions = { code: "INVALID_INPUT", reason: "MUTATION_BY_GET", correlationId };
  return [
    JSON.stringify({ errors: [{ message: "A mutation is sent by POST.", extensions }] }),
    {
      status: 405,
      statusText: "Method Not Allowed",
      headers: { allow: "POST", "content-type": "application/json; charset=utf-8" },
    },
  ];
}

function malformedRequest(error: Error): GraphQLError {
  return graphqlErrorOf(invalidInput([{ path: [], message: error.message }], "REQUEST_MALFORMED"));
}

/** Errors in an answer are written as they are; that they are formatted already is all the same to the handler. */
function asResult(answer: Answer): ExecutionResult {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the handler's type wants GraphQLError itself
  return answer as ExecutionResult;
}
