import type { QueryPlan } from "@apollo/query-planner";
import type { DocumentNode, GraphQLSchema } from "graphql";
import { ClientOperation } from "./clientOperation.ts";
import { CompiledOperation } from "./compiledOperation.ts";
import { compilePlan } from "./plan/compilePlan.ts";
import { Naming } from "./naming.ts";
import { shapeOf } from "./shape/shapes.ts";

export interface CompileOptions {
  /** Of `QueryPlanner.buildQueryPlan`. */
  plan: QueryPlan;
  /** The client's own document, valid for `apiSchema`. */
  document: DocumentNode;
  /** Which operation of it; needed when there are several. */
  operationName?: string | undefined;
  /** What clients may see: answers are shaped, and introspection is answered, by it. */
  apiSchema: GraphQLSchema;
  /** Everything there is: plans name types that clients may not see. */
  supergraphSchema: GraphQLSchema;
  /** How the planned document differs from the client's. Without it, the plan is of the client's own. */
  naming?: Naming;
}

/**
 * Compiles an operation that is planned already. The plan then decides what is right: see Naming and `specialise` for
 * what OperationCompiler does to operations before they are planned.
 */
export function compile(options: CompileOptions): CompiledOperation {
  const { plan, document, operationName, apiSchema, supergraphSchema, naming = Naming.asWritten } = options;
  const operation = new ClientOperation(document, operationName, apiSchema);
  const compiled = compilePlan(plan, operation.planContext(naming, supergraphSchema));
  return new CompiledOperation(operation, compiled.primary?.call ?? null, (values) => ({
    plan: compiled,
    shape: shapeOf(operation, naming, values),
  }));
}
