import type { FetchNode } from "@apollo/query-planner";
import type { EntityFetch, Questions } from "./entityFetch.ts";
import { identityOf } from "./representations.ts";
import type { Row } from "../row.ts";
import type { Run } from "../run.ts";

/**
 * Fetches that ask one subgraph the same about objects at different places, at the same time: one call for all of
 * them, in which what several of them ask about is once.
 */
export class EntityBatch {
  constructor(private readonly fetches: readonly EntityFetch[]) {}

  readonly step = async (run: Run): Promise<void> => {
    const parts = this.fetches.flatMap((fetch) => {
      const questions = fetch.begin(run);
      return questions ? [{ fetch, questions }] : [];
    });
    const [first] = parts;
    if (!first) return;
    const { list, indexes } = united(parts.map(({ questions }) => questions));
    const { call } = first.fetch;
    const variables = call.variablesOf(run.variables);
    variables["representations"] = list;
    const answer = await call.ask(run, variables);
    parts.forEach(({ fetch, questions: { rows } }, at) =>
      fetch.take(run, { rows, gathered: { list, indexes: indexes[at] ?? [] } }, answer),
    );
  };
}

/** What two fetches have to agree in for one call to serve both; what the planner calls their operations is nothing. */
export function questionOf({ serviceName, operation, variableUsages = [] }: FetchNode): string {
  return JSON.stringify([serviceName, operation.replace(operationName, "query"), variableUsages]);
}

const operationName = /^query\s+\w+/;

function united(parts: readonly Questions[]): {
  list: readonly Row[];
  indexes: readonly (readonly number[])[];
} {
  const list: Row[] = [];
  const known = new Map<string, number>();
  const indexIn = (representation: Row): number => {
    const identity = identityOf(representation);
    const index = known.get(identity) ?? list.push(representation) - 1;
    known.set(identity, index);
    return index;
  };
  const indexes = parts.map(({ gathered }) => {
    const places = gathered.list.map(indexIn);
    return gathered.indexes.map((index) => places[index] ?? -1);
  });
  return { list, indexes };
}
