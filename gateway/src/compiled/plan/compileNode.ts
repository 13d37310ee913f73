import type { PlanNode, ResponsePath } from "@apollo/query-planner";
import { entityFetch } from "./entityFetch.ts";
import { Places } from "./places.ts";
import { rootFetch } from "./rootFetch.ts";
import type { PlanContext, Step } from "./step.ts";

/**
 * Turns a plan into functions, so that nothing of it is interpreted when it runs.
 *
 * @param path of the data that the node's own paths start from
 */
export function compileNode(node: PlanNode, context: PlanContext, path: ResponsePath = []): Step {
  switch (node.kind) {
    case "Fetch": {
      const places = new Places(path, context.naming);
      return node.requires ? entityFetch(node, places, context) : rootFetch(node, places, context);
    }
    case "Flatten":
      return compileNode(node.node, context, [...path, ...node.path]);
    case "Sequence":
      return inOrder(node.nodes.map((each) => compileNode(each, context, path)));
    case "Parallel":
      return atOnce(node.nodes.map((each) => compileNode(each, context, path)));
    case "Condition": {
      const variable = context.naming.variableOf(node.condition);
      const then = node.ifClause ? compileNode(node.ifClause, context, path) : nothing;
      const otherwise = node.elseClause ? compileNode(node.elseClause, context, path) : nothing;
      return (run) => (run.conditions.get(variable) ? then(run) : otherwise(run));
    }
    case "Defer":
      throw new Error("The planner was told not to plan @defer.");
  }
}

function inOrder(steps: readonly Step[]): Step {
  return async (run) => {
    for (const step of steps) {
      if (run.isLost) return;
      await step(run); // oxlint-disable-line no-await-in-loop -- each needs what the ones before it fetched
    }
  };
}

function atOnce(steps: readonly Step[]): Step {
  return async (run) => {
    await Promise.all(steps.map((step) => step(run)));
  };
}

const nothing: Step = async () => {};
