import { OperationTypeNode } from "graphql";
import type { GraphQLError, GraphQLFormattedError, GraphQLSchema } from "graphql";
import { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import type { Metrics } from "@wegraph/kit/metrics";
import { outcomeOf } from "@wegraph/kit/outcome";
import { isSignedIn, refusal } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { isMet, missingFrom } from "./access/need.ts";
import type { Need, Policies } from "./access/need.ts";
import { putNulls } from "./access/withheld.ts";
import type { WithheldAt } from "./access/withheld.ts";
import type { CachePolicy } from "./cache/cachePolicy.ts";
import type { Freshness, ResponseCache } from "./cache/responseCache.ts";
import type { Caller } from "./caller.ts";
import { Costs } from "./cost/costs.ts";
import type { Cost } from "./cost/costs.ts";
import type { CheckedOperation } from "./document/operation.ts";
import { checkVariables } from "./document/variables.ts";
import { RequestRefused, graphqlErrorOf, refused } from "./errors.ts";
import type { RawAnswer, StreamableOperation } from "./execution/executor.ts";
import type { PlannedOperation } from "./execution/plans.ts";
import { TimeLimit } from "./execution/timeLimit.ts";
import { presentAnswer, presentOne } from "./execution/presentAnswer.ts";
import type { Answer, Circumstances } from "./execution/presentAnswer.ts";
import type { GatewaySettings } from "./settings.ts";
import type { Graph } from "./supergraph/graph.ts";

export interface OperationText {
  query: string;
  operationName?: string | null | undefined;
  variables?: Record<string, unknown> | null | undefined;
}

/** An operation that may be run as it stands: valid, within limits, with variables checked and rights applied. */
export interface ReadyOperation {
  /** As it was prepared from, with its text in full. */
  readonly text: OperationText;
  readonly cost: Cost;
  readonly cachePolicy: CachePolicy | null;
  readonly operation: CheckedOperation;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly planned: PlannedOperation;
  readonly unmet: readonly Need[];
}

export interface OperationsOptions {
  graph: Graph;
  settings: GatewaySettings;
  policies: Policies;
  cache: ResponseCache;
  log: Logger;
  metrics: Metrics;
}

/** The path of every operation, whatever transport it came by: check, restrict to the caller's rights, run, present. */
export class Operations {
  private graph: Graph;
  private readonly costs: Costs;
  private readonly durations;
  private readonly refusals;

  /** All but the first graph, which would be kept for ever. */
  private readonly options: Omit<OperationsOptions, "graph">;

  constructor({ graph, ...options }: OperationsOptions) {
    const { metrics, settings } = options;
    this.graph = graph;
    this.options = options;
    this.costs = new Costs(settings.cost);
    this.refusals = metrics.counter("gateway_refusals_total", "Operations refused before they were run.", [
      "reason",
    ]);
    this.durations = metrics.histogram("gateway_operation_seconds", "Time to answer an operation.", [
      "kind",
      "outcome",
    ]);
  }

  /** Operations prepared from now on are those of `graph`; what is prepared already runs as it is. */
  use(graph: Graph): void {
    this.graph = graph;
  }

  /** What callers may ask for at present. */
  get apiSchema(): GraphQLSchema {
    return this.graph.loaded.apiSchema;
  }

  /** The way to a subgraph of the graph that is at present. @throws when the graph has no such subgraph. */
  linkTo(subgraph: string): SubgraphLink {
    const link = this.graph.links.get(subgraph);
    if (!link) throw new Error(`There is no link to the subgraph ${subgraph}.`);
    return link;
  }

  /** @throws RequestRefused when the operation cannot be run at all. */
  prepare(text: OperationText, principal: Principal): ReadyOperation {
    try {
      return this.prepared(text, principal);
    } catch (error) {
      if (error instanceof RequestRefused)
        this.refusals.inc({ reason: String(error.errors[0]?.extensions["reason"]) });
      throw error;
    }
  }

  private prepared(text: OperationText, principal: Principal): ReadyOperation {
    const { documents, plans, loaded } = this.graph;
    const operation = documents.find(text.query, text.operationName);
    this.refuseByKind(operation, principal);
    const { settings, policies } = this.options;
    const { variablesDepthMax } = settings.document;
    const variables = checkVariables(
      loaded.apiSchema,
      operation.definition,
      text.variables ?? {},
      variablesDepthMax,
    );
    const cost = this.costs.of(operation, loaded, variables);
    const unmet = operation.needs.filter((need) => !isMet(need, principal, policies));
    const cachePolicy = this.options.cache.policyOf(operation, loaded);
    return { text, cost, cachePolicy, operation, variables, unmet, planned: plans.find(operation, unmet) };
  }

  /** How long one operation may take, from now. */
  timeLimit(): TimeLimit {
    return new TimeLimit(this.options.settings.requestTimeoutMs);
  }

  async run(ready: ReadyOperation, caller: Caller, limit = this.timeLimit()): Promise<Answer> {
    const { operation, cost } = ready;
    if (operation.kind === OperationTypeNode.SUBSCRIPTION) throw refused(subscriptionHere);
    const { cache } = this.options;
    const place = cache.placeOf(ready, caller.principal);
    const answer = place?.answer ?? (await this.fetched(ready, caller, limit));
    if (place?.answer) limit.end();
    else place?.keep(answer);
    if (operation.kind === OperationTypeNode.MUTATION) cache.changedBy(caller.principal);
    if (cost.remaining === undefined) return answer;
    const told = withCost(answer, cost);
    cache.carryFreshness(answer, told);
    return told;
  }

  /** How long an answer may be given again; undefined when it may not. */
  freshnessOf(answer: Answer): Freshness | undefined {
    return this.options.cache.freshnessOf(answer);
  }

  private async fetched(
    { operation, variables, planned }: ReadyOperation,
    caller: Caller,
    limit: TimeLimit,
  ): Promise<Answer> {
    const endTimer = this.durations.startTimer();
    const { principal, correlationId } = caller;
    const { compiled } = planned;
    const request = { variables, principal, correlationId, signal: limit.signal };
    const running = compiled?.kind === "RUNNABLE" ? compiled.run(request) : Promise.resolve({ data: {} });
    const raw = await running.finally(() => limit.end());
    const answer = this.finish(raw, planned, variables, caller);
    const outcome = outcomeOf(answer.errors);
    const seconds = endTimer({ kind: operation.kind, outcome });
    this.options.log.debug(
      { correlationId, operation: operation.definition.name?.value, seconds, outcome },
      "operation",
    );
    return answer;
  }

  /** Whether the events of a subscription are for one person each, by `@cacheControl(scope: PRIVATE)`: who looks is on record. */
  isPersonal({ operation }: ReadyOperation): boolean {
    const { apiSchema, cacheHints } = this.graph.loaded;
    const root = apiSchema.getRootType(operation.kind)?.name;
    return operation.rootFields.some((field) => cacheHints.get(`${root}.${field}`)?.isPrivate);
  }

  /** @throws RequestRefused for an operation that is no subscription or whose root field is withheld. */
  streamable({ operation, planned, unmet }: ReadyOperation, principal: Principal): StreamableOperation {
    const [root] = planned.refusedRoots;
    if (root)
      throw new RequestRefused([this.withheldError({ path: [root.key], unmet: root.unmet }, principal)]);
    if (planned.compiled?.kind === "STREAMABLE") return planned.compiled;
    throw new Error(`${operation.kind} with ${unmet.length} conditions unmet has no stream.`);
  }

  /** Turns what the executor gave into what the caller gets: withheld fields null, errors fit to be seen. */
  finish(
    raw: RawAnswer,
    planned: PlannedOperation,
    variables: Readonly<Record<string, unknown>>,
    caller: Caller,
  ): Answer {
    const { correlationId } = caller;
    const answer = presentAnswer(raw, this.circumstances(caller));
    if (!planned.withheld || !answer.data) return answer;
    const { data, places } = putNulls(planned.withheld, answer.data, variables);
    const refusals = places.map((place) => {
      const error = this.withheldError(place, caller.principal).toJSON();
      return { ...error, extensions: { correlationId, ...error.extensions } };
    });
    const errors = [...refusals, ...(answer.errors ?? [])];
    return {
      ...(errors.length > 0 && { errors }),
      data,
      ...(answer.extensions && { extensions: answer.extensions }),
    };
  }

  /** An error that came without an answer, as the caller may see it. */
  present(error: Error | GraphQLFormattedError, caller: Caller): GraphQLFormattedError {
    return presentOne(error, this.circumstances(caller));
  }

  private circumstances({ correlationId }: Caller): Circumstances {
    const { log, settings } = this.options;
    return { correlationId, log, subgraphErrors: settings.subgraphErrors };
  }

  private withheldError({ path, unmet }: WithheldAt, principal: Principal): GraphQLError {
    const missing = [...new Set(unmet.flatMap((need) => missingFrom(need, principal)))];
    return graphqlErrorOf(refusal(principal, missing), { path });
  }

  private refuseByKind(operation: CheckedOperation, principal: Principal): void {
    const { introspection, secretTryingFields } = this.options.settings;
    if (operation.introspects && introspection === "SIGNED_IN" && !isSignedIn(principal))
      throw refused(introspectionClosed);
    if (operation.rootFields.filter((field) => secretTryingFields.includes(field)).length > 1)
      throw refused(oneSecretAtATime);
  }

  /** Whether the operation tries a password or a code. */
  triesSecret({ operation }: ReadyOperation): boolean {
    return operation.rootFields.some((field) => this.options.settings.secretTryingFields.includes(field));
  }
}

/** Field by field, as for every request: a copy by `...` with something added takes a microsecond or two. */
export function withRemaining(ready: ReadyOperation, remaining: number): ReadyOperation {
  const { text, cost, cachePolicy, operation, variables, unmet, planned } = ready;
  const { estimated, maximum } = cost;
  return {
    text,
    cost: { estimated, maximum, remaining },
    cachePolicy,
    operation,
    variables,
    unmet,
    planned,
  };
}

function withCost({ errors, data = null, extensions: others }: Answer, cost: Cost): Answer {
  const extensions = others ? { ...others, cost } : { cost };
  return errors ? { errors, data, extensions } : { data, extensions };
}

const introspectionClosed = new AppError(
  "UNAUTHENTICATED",
  "INTROSPECTION_NEEDS_SIGN_IN",
  "Sign in to read the schema.",
);
const oneSecretAtATime = new AppError(
  "INVALID_INPUT",
  "ONE_PER_OPERATION",
  "An operation may try one password or code only.",
);
const subscriptionHere = new AppError(
  "INVALID_INPUT",
  "SUBSCRIPTION_TRANSPORT",
  "Subscriptions run over a WebSocket (graphql-transport-ws) or text/event-stream.",
);
