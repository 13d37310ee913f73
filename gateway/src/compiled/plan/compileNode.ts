import type { FetchNode, PlanNode, ResponsePath } from "@apollo/query-planner";
import { EntityBatch, questionOf } from "./entityBatch.ts";
import { EntityFetch } from "./entityFetch.ts";
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
      return node.requires ? new EntityFetch(node, places, context).step : rootFetch(node, places, context);
    }
    case "Flatten":
      return compileNode(node.node, context, [...path, ...node.path]);
    case "Sequence":
      return inOrder(node.nodes.map((each) => compileNode(each, context, path)));
    case "Parallel":
      return atOnce(compileParallel(node.nodes, context, path));
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

/** Each on its own, but for fetches that ask the same: those are one step. */
function compileParallel(nodes: readonly PlanNode[], context: PlanContext, path: ResponsePath): Step[] {
  const steps: Step[] = [];
  const alike = new Map<string, EntityFetch[]>();
  for (const node of nodes) {
    const found = fetchIn(node, path);
    const fetch = found && new EntityFetch(found.fetch, new Places(found.path, context.naming), context);
    if (!found || !fetch?.isOneCall) {
      steps.push(compileNode(node, context, path));
      continue;
    }
    const question = questionOf(found.fetch);
    alike.set(question, [...(alike.get(question) ?? []), fetch]);
  }
  for (const fetches of alike.values()) {
    const [only, ...others] = fetches;
    if (only) steps.push(others.length === 0 ? only.step : new EntityBatch(fetches).step);
  }
  return steps;
}

/** The entity fetch that is all there is to a node, and the place it is for. */
function fetchIn(node: PlanNode, path: ResponsePath): { fetch: FetchNode; path: ResponsePath } | null {
  if (node.kind === "Flatten") return fetchIn(node.node, [...path, ...node.path]);
  return node.kind === "Fetch" && node.requires ? { fetch: node, path } : null;
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
