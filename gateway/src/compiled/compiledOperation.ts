import type { QueryPlan } from "@apollo/query-planner";
import { GraphQLError } from "graphql";
import type { CancelSignal } from "@wegraph/kit/cancellation";
import type { ClientOperation } from "./clientOperation.ts";
import { Conditions } from "./conditions.ts";
import type { ConditionValues } from "./conditions.ts";
import type { CompiledPlan } from "./plan/compilePlan.ts";
import type { FetchCall } from "./plan/fetchCall.ts";
import { relevant } from "./relevance.ts";
import { isFields } from "./row.ts";
import type { Fields } from "./row.ts";
import { Run } from "./run.ts";
import type { Shape } from "./shape/shaping.ts";
import type { DescribeFailure, OperationAnswer, SubgraphAnswer, SubgraphFetch } from "./types.ts";

export interface RunRequest {
  /** As the client gave them, checked against the operation's declarations. */
  readonly variables?: Readonly<Fields> | undefined;
  readonly fetch: SubgraphFetch;
  /** By default a client learns no more than that the subgraph did not answer. */
  readonly describe?: DescribeFailure | undefined;
  /** Ends the operation early; what was not fetched by then is null. */
  readonly signal?: CancelSignal | undefined;
  /** For a subscription: what its primary gave for one event. It is not written to. */
  readonly event?: SubgraphAnswer | undefined;
}

/** An operation for one outcome of its conditions. With what is left out decided, nothing asks for it when it runs. */
export interface Variant {
  readonly plan: CompiledPlan;
  readonly shape: Shape;
}

/** How many outcomes of an operation's conditions are kept; clients use few of the possible ones. */
const variantsMax = 16;

/** An operation that can be run any number of times, also at the same time. */
export class CompiledOperation {
  /** For a subscription, the plan of all of it, under whatever conditions. */
  streamPlan: QueryPlan | null = null;
  private readonly conditions: Conditions;
  private readonly variants = new Map<string, Variant>();

  /** @param primary for a subscription, the call that opens its stream */
  constructor(
    private readonly operation: ClientOperation,
    readonly primary: FetchCall | null,
    private readonly makeVariant: (values: ConditionValues) => Variant,
  ) {
    const { definition, fragments } = operation;
    this.conditions = new Conditions(definition, fragments);
  }

  /** Makes what a run needs beforehand; without variables, only if none of them decides what that is. */
  prepare(variables?: Readonly<Fields>): void {
    if (variables || this.conditions.areFixed) this.variantFor(this.conditions.evaluate(variables ?? {}));
  }

  /** Never rejects for anything a subgraph does; what could not be had is null and among the errors. */
  async run({
    variables = {},
    fetch,
    describe = describeFailure,
    signal,
    event,
  }: RunRequest): Promise<OperationAnswer> {
    const values = this.valuesOf(variables);
    if (values instanceof GraphQLError) return { errors: [values.toJSON()], data: null };
    const { plan, shape } = this.variantFor(values);
    const run = new Run(variables, values, fetch, describe, signal);
    if (plan.primary && event) plan.primary.intake.take(run, event);
    if (plan.rest) await plan.rest(run);
    await run.finish();
    const { faults } = run;
    const shaped = shape(run.data, { faults, variables, path: [] }, 0);
    const data = isFields(shaped) ? shaped : null;
    const errors = relevant(faults.list, data, this.operation, values);
    return errors.length > 0 ? { errors, data } : { data };
  }

  private valuesOf(variables: Readonly<Fields>): ConditionValues | GraphQLError {
    try {
      return this.conditions.evaluate(variables);
    } catch (error) {
      if (error instanceof GraphQLError) return error;
      throw error;
    }
  }

  private variantFor(values: ConditionValues): Variant {
    const key = [...values.values()].join();
    const known = this.variants.get(key);
    if (known) return known;
    const variant = this.makeVariant(values);
    const [oldest] = this.variants.keys();
    if (this.variants.size >= variantsMax && oldest !== undefined) this.variants.delete(oldest);
    this.variants.set(key, variant);
    return variant;
  }
}

/** The message of an error that is not made for clients may be about anything; one with extensions is made for them. */
function describeFailure(failure: unknown, subgraph: string): ReturnType<DescribeFailure> {
  if (failure instanceof GraphQLError) return { message: failure.message, extensions: failure.extensions };
  return { message: `Subgraph ${subgraph} did not answer.` };
}
