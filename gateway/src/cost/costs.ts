import type { GraphQLSchema } from "graphql";
import { AppError } from "@wegraph/kit/errors";
import type { CheckedOperation } from "../document/operation.ts";
import { refused } from "../errors.ts";
import type { GatewaySettings } from "../settings.ts";
import type { CostHints } from "./costHints.ts";
import { estimateOf } from "./estimator.ts";
import { valueOf } from "./formula.ts";
import type { Formula } from "./formula.ts";

/** What every answer tells about its price, in `extensions.cost`. */
export interface Cost {
  readonly estimated: number;
  /** What one operation may cost. */
  readonly maximum: number;
  /** What is left of this minute's budget; absent where nothing is counted. */
  readonly remaining?: number;
}

export interface GraphForCost {
  readonly apiSchema: GraphQLSchema;
  readonly costHints: CostHints;
}

/** Estimates operations; the formula of each is made once, so that a request costs a little arithmetic. */
export class Costs {
  private readonly formulas = new WeakMap<CheckedOperation, Formula>();

  constructor(private readonly settings: GatewaySettings["cost"]) {}

  /** @throws RequestRefused COST_TOO_HIGH */
  of(operation: CheckedOperation, graph: GraphForCost, variables: Readonly<Record<string, unknown>>): Cost {
    const maximum = this.settings.operationMax;
    const estimated = valueOf(this.formulaOf(operation, graph), variables);
    if (estimated <= maximum) return { estimated, maximum };
    const message = "The operation may return too much: ask for less at once.";
    const issues = [{ path: ["query"], message }];
    throw refused(new AppError("INVALID_INPUT", "COST_TOO_HIGH", message, { issues, estimated, maximum }));
  }

  private formulaOf(operation: CheckedOperation, { apiSchema, costHints }: GraphForCost): Formula {
    const known = this.formulas.get(operation);
    if (known !== undefined) return known;
    const formula = estimateOf(operation, apiSchema, this.settings, costHints);
    this.formulas.set(operation, formula);
    return formula;
  }
}
