import { OperationTypeNode } from "graphql";
import type { GraphQLFormattedError } from "graphql";
import { AppError } from "@wegraph/kit/errors";
import { isSignedIn } from "@wegraph/kit/principal";
import type { Freshness } from "../cache/responseCache.ts";
import type { Caller } from "../caller.ts";
import { RequestRefused } from "../errors.ts";
import type { Entrance, OperationRequest } from "../entrance.ts";
import type { Answer } from "../execution/presentAnswer.ts";
import type { TimeLimit } from "../execution/timeLimit.ts";
import type { Identification } from "../identity/identify.ts";
import { rateHeaders } from "../limit/admission.ts";
import type { Admission } from "../limit/admission.ts";
import type { Verdict } from "../limit/rateLimiter.ts";
import type { Operations } from "../operations.ts";
import { presentRefusal } from "../presentRefusal.ts";
import type { GatewaySettings } from "../settings.ts";
import { readBody } from "./body.ts";
import type { Call } from "./call.ts";
import { GraphqlBatch } from "./graphqlBatch.ts";
import { mutationByGet, requestInSearch, requestsInBody } from "./graphqlRequest.ts";
import { answerTypeFor } from "./negotiation.ts";
import type { AnswerType } from "./negotiation.ts";
import { sendText } from "./sendText.ts";

export interface GraphqlHttpOptions {
  operations: Operations;
  entrance: Entrance;
  identification: Identification;
  admission: Admission;
  settings: GatewaySettings;
}

/** `/graphql` over HTTP, by the GraphQL-over-HTTP specification: POST, and GET for queries; several at once as an array. */
export class GraphqlHttp {
  constructor(private readonly options: GraphqlHttpOptions) {}

  /** @throws AppError for what is refused before or instead of an operation; its status is the refusal's own. */
  async handle(call: Call): Promise<void> {
    const { request, method, correlationId, address } = call;
    const { settings, identification, admission } = this.options;
    if (method !== "POST" && method !== "GET") throw refusedMethod(call, "GET, POST", otherMethod);
    const body = method === "POST" ? await readBody(request, settings.bodyBytesMax) : null;
    const principal = await identification.principalOf(request.headers, call);
    const caller: Caller = { principal, correlationId, address };
    tellRate(call, admission.admit(caller));
    const type = answerTypeFor(request.headers.accept);
    if (type === null) throw notAcceptable;
    if (body === null) return this.answer(call, requestInSearch(call.search), caller, type);
    const asked = requestsInBody(request.headers["content-type"], body, settings.batch.operationsMax);
    if (!isBatch(asked)) return this.answer(call, asked, caller, type);
    if (asked.length > 1) tellRate(call, admission.admit(caller, asked.length - 1));
    const text = await new GraphqlBatch(this.options, call, caller).run(asked);
    if (!call.response.destroyed) await sendText(call, 200, contentTypes[type], text, settings);
  }

  private async answer(call: Call, asked: OperationRequest, caller: Caller, type: AnswerType): Promise<void> {
    const { operations, entrance, settings } = this.options;
    let answer: Answer | { errors: readonly GraphQLFormattedError[] };
    let status = 200;
    try {
      const ready = await entrance.accept(asked, caller);
      const { kind } = ready.operation;
      if (call.method === "GET" && kind === OperationTypeNode.MUTATION)
        throw refusedMethod(call, "POST", mutationByGet);
      const limit = operations.timeLimit();
      if (kind === OperationTypeNode.QUERY) endWhenNobodyWaits(call, limit);
      answer = await operations.run(ready, caller, limit);
      const freshness = operations.freshnessOf(answer);
      if (freshness) tellFreshness(call, freshness, caller);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      answer = { errors: presentRefusal(error, caller, settings).map((each) => each.toJSON()) };
      // What a document is refused for is part of an ordinary answer to clients that know the older type alone.
      if (type !== "application/json") status = 400;
    }
    await sendText(call, status, contentTypes[type], JSON.stringify(answer), settings);
  }
}

const contentTypes: Readonly<Record<AnswerType, string>> = {
  "application/json": "application/json; charset=utf-8",
  "application/graphql-response+json": "application/graphql-response+json; charset=utf-8",
};

const otherMethod = new AppError(
  "INVALID_INPUT",
  "METHOD_NOT_ALLOWED",
  "Operations are sent by POST or GET.",
);
const notAcceptable = new AppError(
  "INVALID_INPUT",
  "NOT_ACCEPTABLE",
  "Answers are application/graphql-response+json or application/json.",
);

function refusedMethod({ response }: Call, allowed: string, refusal: AppError): AppError {
  response.setHeader("allow", allowed);
  return refusal;
}

function isBatch(
  asked: OperationRequest | readonly OperationRequest[],
): asked is readonly OperationRequest[] {
  return Array.isArray(asked);
}

function tellRate({ response }: Call, verdict: Verdict): void {
  for (const [name, value] of Object.entries(rateHeaders(verdict))) response.setHeader(name, value);
}

/** A shared cache may keep what nobody had to sign in for; a browser its own reader's. */
function tellFreshness({ response }: Call, freshness: Freshness, { principal }: Caller): void {
  const { maxAgeSeconds, ageSeconds, isPrivate } = freshness;
  const whose = isPrivate || isSignedIn(principal) ? "private" : "public";
  response.setHeader("cache-control", `${whose}, max-age=${maxAgeSeconds}`);
  response.setHeader("age", ageSeconds);
}

/** A mutation that began is finished all the same. */
function endWhenNobodyWaits({ response }: Call, limit: TimeLimit): void {
  response.once("close", () => {
    if (!response.writableFinished) limit.abort();
  });
}
