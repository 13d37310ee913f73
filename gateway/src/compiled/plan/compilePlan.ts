import type { QueryPlan } from "@apollo/query-planner";
import { compileNode } from "./compileNode.ts";
import { FetchCall } from "./fetchCall.ts";
import { Places } from "./places.ts";
import { RootIntake } from "./rootFetch.ts";
import type { PlanContext, Step } from "./step.ts";

export interface CompiledPlan {
  /** For a subscription, what its owning subgraph serves: the call that opens the stream, and who takes in an event. */
  readonly primary: { readonly call: FetchCall; readonly intake: RootIntake } | null;
  /** Null when nothing (more) is to be fetched. */
  readonly rest: Step | null;
}

export function compilePlan({ node }: QueryPlan, context: PlanContext): CompiledPlan {
  if (node?.kind !== "Subscription") return { primary: null, rest: node ? compileNode(node, context) : null };
  const { primary, rest } = node;
  const intake = new RootIntake(primary, new Places([], context.naming), context);
  return {
    primary: { call: new FetchCall(primary, context.naming), intake },
    rest: rest ? compileNode(rest, context) : null,
  };
}
