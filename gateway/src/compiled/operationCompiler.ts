import { operationFromDocument } from "@apollo/federation-internals";
import type { Schema } from "@apollo/federation-internals";
import type { QueryPlan, QueryPlanner } from "@apollo/query-planner";
import type { DocumentNode, GraphQLSchema } from "graphql";
import { ClientOperation } from "./clientOperation.ts";
import { CompiledOperation } from "./compiledOperation.ts";
import { compilePlan } from "./plan/compilePlan.ts";
import type { CompiledPlan } from "./plan/compilePlan.ts";
import type { ConditionValues } from "./conditions.ts";
import { Naming, safePrefix } from "./naming.ts";
import { inSerialOrder } from "./serialOrder.ts";
import { shapeOf } from "./shape/shapes.ts";
import { specialise } from "./specialise.ts";

export interface CompilerGraph {
  readonly planner: QueryPlanner;
  readonly api: Schema;
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
}

/** From a valid document to an operation that can be run, for one version of the graph. */
export class OperationCompiler {
  private readonly prefix: string;

  constructor(private readonly graph: CompilerGraph) {
    this.prefix = safePrefix(graph.supergraphSchema);
  }

  /**
   * Plans the operation, unless variables decide over parts of it: then each outcome is planned when it first occurs.
   *
   * @throws GraphQLError when the planner gives up.
   */
  compile(document: DocumentNode, operationName?: string): CompiledOperation {
    const { apiSchema, supergraphSchema } = this.graph;
    const operation = new ClientOperation(document, operationName, apiSchema);
    const naming = Naming.for(document, this.prefix);
    const context = operation.planContext(naming, supergraphSchema);
    const plan = (part: DocumentNode) => this.plan(naming.disambiguate(part), operationName);
    const planned = (part: DocumentNode) => compilePlan(plan(part), context);
    // Who opens a stream need not know the variables, so its call is the one that has the conditions in it.
    const streamPlan = operation.isSubscription ? plan(document) : null;
    const stream = streamPlan && compilePlan(streamPlan, context);
    const compiled = new CompiledOperation(operation, stream?.primary?.call ?? null, (values) => {
      const part = planned(specialise(this.ordered(document, operation, values), values));
      return {
        plan: stream ? restOf(part, stream, values) : part,
        shape: shapeOf(operation, naming, values),
      };
    });
    compiled.streamPlan = streamPlan;
    compiled.prepare();
    return compiled;
  }

  private ordered(document: DocumentNode, operation: ClientOperation, values: ConditionValues): DocumentNode {
    return operation.isMutation ? inSerialOrder(document, operation, values) : document;
  }

  private plan(document: DocumentNode, operationName: string | undefined): QueryPlan {
    const named = operationName === undefined ? {} : { operationName };
    const operation = operationFromDocument(this.graph.api, document, { validate: false, ...named });
    return this.graph.planner.buildQueryPlan(operation);
  }
}

/** A subscription's plan under some conditions, for events of the stream that is opened under all of them. */
function restOf(part: CompiledPlan, stream: CompiledPlan, values: ConditionValues): CompiledPlan {
  const hasAll = part.primary && stream.primary?.intake.gives(part.primary.intake, values);
  return hasAll ? { primary: stream.primary, rest: part.rest } : stream;
}
