import type { ExecutionResult } from "graphql";
import { AppError } from "@wegraph/kit/errors";
import type { SubgraphLink } from "@wegraph/kit/subgraph";
import { executingBy } from "./executingBy.ts";

/** Takes for an answer only what is one: a proxy's error page or an empty object is a subgraph that failed. */
export function checked(link: SubgraphLink): SubgraphLink {
  return executingBy(link, (request) =>
    link.execute(request).then((answer: unknown) => {
      if (isResult(answer)) return answer;
      throw new AppError("UNAVAILABLE", "SUBGRAPH_ANSWER_UNREADABLE", `${link.name} gave no GraphQL answer.`);
    }),
  );
}

function isResult(answer: unknown): answer is ExecutionResult {
  if (typeof answer !== "object" || answer === null) return false;
  const { data, errors } = answer as ExecutionResult;
  return typeof data === "object" ? data !== null || isList(errors) : data === undefined && isList(errors);
}

function isList(errors: unknown): boolean {
  return Array.isArray(errors) && errors.length > 0;
}
