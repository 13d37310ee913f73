import type { GraphQLObjectType } from "graphql";
import type { Naming } from "../naming.ts";
import type { Run } from "../run.ts";
import type { SupergraphTypes } from "./supergraphTypes.ts";

/** A node of a plan, compiled. It never rejects: what goes wrong is among the run's faults. */
export type Step = (run: Run) => Promise<void>;

/** What all nodes of a plan are compiled with. */
export interface PlanContext {
  readonly types: SupergraphTypes;
  readonly naming: Naming;
  /** Set for a mutation: the type of its root fields. */
  readonly mutationType: GraphQLObjectType | null;
}
