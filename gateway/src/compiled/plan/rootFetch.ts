import type { FetchNode } from "@apollo/query-planner";
import { isNonNullType } from "graphql";
import type { SelectionNode } from "graphql";
import { isIncluded } from "../conditions.ts";
import type { ConditionValues } from "../conditions.ts";
import { FetchCall } from "./fetchCall.ts";
import { FetchDocument } from "./fetchDocument.ts";
import { covers, intakeOf } from "./intake.ts";
import type { Intake } from "./intake.ts";
import { mergeInto } from "./merge.ts";
import type { Places } from "./places.ts";
import { isFields } from "../row.ts";
import type { Fields } from "../row.ts";
import type { Run } from "../run.ts";
import type { PlanContext, Step } from "./step.ts";
import { clientPath, placed } from "./subgraphErrors.ts";
import type { PathKey, SubgraphAnswer, SubgraphError } from "../types.ts";

/** A fetch of a subgraph's root fields. */
export function rootFetch(node: FetchNode, places: Places, context: PlanContext): Step {
  const call = new FetchCall(node, context.naming);
  const intake = new RootIntake(node, places, context);
  return async (run) => {
    if (!places.areRoot && places.rows(run.data).length === 0) return;
    intake.take(run, await call.ask(run, call.variablesOf(run.variables)));
  };
}

/** Takes in the answer of a fetch of root fields, whoever fetched it. */
export class RootIntake {
  private readonly document: FetchDocument;
  private readonly intake: Intake;

  /** @param places nearly always the root; elsewhere for a field of type Query, as payloads of mutations have it */
  constructor(
    private readonly node: FetchNode,
    private readonly places: Places,
    private readonly context: PlanContext,
  ) {
    this.document = new FetchDocument(node);
    const { operation, fragments, renames } = this.document;
    this.intake = intakeOf([operation.selectionSet], fragments, renames);
  }

  /** Whether an answer under these conditions has all that `other` takes from one. */
  gives(other: RootIntake, values: ConditionValues): boolean {
    const { operation, fragments, renames } = this.document;
    const isCounted = (selection: SelectionNode) => isIncluded(selection, values);
    return covers(intakeOf([operation.selectionSet], fragments, renames, isCounted), other.intake);
  }

  take(run: Run, { data, errors }: SubgraphAnswer): void {
    const received: Fields = isFields(data) ? data : {};
    for (const row of this.places.rows(run.data))
      mergeInto(row, received, this.intake, this.context.types.isObject);
    if (errors && errors.length > 0) this.report(run, received, errors);
    else if (!isFields(data)) this.report(run, received, [noData]);
    if (this.context.mutationType) this.noticeLoss(run);
  }

  private report(run: Run, received: Fields, errors: readonly SubgraphError[]): void {
    const bases: PathKey[][] = [];
    this.places.visit(run.data, (_, path) => bases.push([...path]));
    const missing = this.rootKeys(run).filter((key) => received[key] === undefined || received[key] === null);
    for (const error of errors) {
      // An error that names no place is about every field that did not come.
      const paths = error.path && error.path.length > 0 ? [error.path] : missing.map((key) => [key]);
      const { serviceName } = this.node;
      if (paths.length === 0) run.faults.add(placed(error, serviceName, undefined));
      for (const base of bases)
        for (const path of paths)
          run.faults.add(
            placed(error, serviceName, [...base, ...clientPath(path, this.intake, this.context.naming)]),
          );
    }
  }

  private noticeLoss(run: Run): void {
    if (!this.places.areRoot) return;
    const fields = this.context.mutationType?.getFields() ?? {};
    run.isLost ||= this.document.rootFields(run.conditions).some(({ alias, name }) => {
      const value = run.data[(alias ?? name).value];
      return isNonNullType(fields[name.value]?.type) && (value === undefined || value === null);
    });
  }

  private rootKeys(run: Run): string[] {
    return this.document.rootFields(run.conditions).map(({ alias, name }) => (alias ?? name).value);
  }
}

const noData: SubgraphError = { message: "The subgraph gave no data." };
