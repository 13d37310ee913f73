import type { FetchNode } from "@apollo/query-planner";
import type { Naming } from "../naming.ts";
import { Row } from "../row.ts";
import type { Fields } from "../row.ts";
import type { Run } from "../run.ts";
import type { SubgraphAnswer } from "../types.ts";

/** What is the same in every call that one fetch of a plan makes. */
export class FetchCall {
  readonly subgraph: string;
  readonly query: string;
  readonly operationName: string | undefined;
  /** `query` parsed, when the planner was told to expose it. */
  readonly document: FetchNode["operationDocumentNode"];
  /** The operation's variables that the fetch uses, under their names there and in the client's document. */
  readonly variables: readonly { readonly planned: string; readonly given: string }[];

  constructor(node: FetchNode, naming: Naming) {
    this.subgraph = node.serviceName;
    this.query = node.operation;
    this.operationName = node.operationName;
    this.document = node.operationDocumentNode;
    this.variables = (node.variableUsages ?? []).map((planned) => ({
      planned,
      given: naming.variableOf(planned),
    }));
  }

  /** Never rejects: whoever cannot be asked has answered with an error. */
  async ask(run: Run, variables: Fields): Promise<SubgraphAnswer> {
    const { subgraph, query, operationName, document } = this;
    try {
      const answer = await run.unlessAborted(() =>
        run.fetch(subgraph, { query, operationName, document, variables }),
      );
      return isAnswer(answer)
        ? answer
        : { errors: [{ message: `Subgraph ${subgraph} gave no valid answer.` }] };
    } catch (error) {
      return { errors: [run.describe(error, subgraph)] };
    }
  }

  /** Of the operation's variables those that this fetch uses; one that is left out stays so, for its default. */
  variablesOf(given: Fields): Row {
    const variables = new Row();
    for (const { planned, given: name } of this.variables) {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      if (value !== undefined) variables[planned] = value;
    }
    return variables;
  }
}

function isAnswer(answer: unknown): boolean {
  return typeof answer === "object" && answer !== null;
}
