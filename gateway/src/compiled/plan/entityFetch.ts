import type { FetchNode } from "@apollo/query-planner";
import { Contexts } from "./contexts.ts";
import { FetchCall } from "./fetchCall.ts";
import { FetchDocument } from "./fetchDocument.ts";
import { intakeOf } from "./intake.ts";
import type { Intake } from "./intake.ts";
import { mergeInto } from "./merge.ts";
import type { Places } from "./places.ts";
import { Representations } from "./representations.ts";
import type { Gathered } from "./representations.ts";
import { isFields } from "../row.ts";
import type { Row } from "../row.ts";
import type { Run } from "../run.ts";
import type { PlanContext, Step } from "./step.ts";
import { clientPath, placed } from "./subgraphErrors.ts";
import type { PathKey, SubgraphAnswer, SubgraphError } from "../types.ts";

/** What a fetch is to ask about in one run. */
export interface Questions {
  readonly rows: readonly Row[];
  readonly gathered: Gathered;
}

/** A fetch by entity references: asks a subgraph about objects that are in the data already. */
export class EntityFetch {
  readonly call: FetchCall;
  private readonly intake: Intake;
  private readonly representations: Representations;
  private readonly contexts: Contexts | null;

  constructor(
    private readonly node: FetchNode,
    private readonly places: Places,
    private readonly context: PlanContext,
  ) {
    const { types, naming } = context;
    const { requires = [], inputRewrites, contextRewrites } = node;
    const { entitySelections, fragments, renames } = new FetchDocument(node);
    this.call = new FetchCall(node, naming);
    this.intake = intakeOf(entitySelections, fragments, renames);
    this.representations = new Representations(requires, inputRewrites, types);
    this.contexts =
      contextRewrites && contextRewrites.length > 0 ? new Contexts(contextRewrites, types) : null;
  }

  readonly step: Step = (run) => this.fetchFor(run, this.places.rows(run.data), null);

  /** Whether all of its objects are asked about in one call, so that it may be another fetch's call, too. */
  get isOneCall(): boolean {
    return this.contexts === null;
  }

  /** For whoever makes the call: what to ask, of a fetch that is one call; null when there is nothing. */
  begin(run: Run): Questions | null {
    const rows = this.places.rows(run.data);
    const early = new Set<Row>();
    const gathered = this.representations.gather(rows, early);
    this.postpone(run, early);
    return gathered.list.length > 0 ? { rows, gathered } : null;
  }

  /** @param late the objects that were left for the end because something they need was not there yet; else null */
  private async fetchFor(run: Run, rows: readonly Row[], late: ReadonlySet<Row> | null): Promise<void> {
    if (rows.length === 0) return;
    const early = new Set<Row>();
    if (this.contexts) {
      // One call takes one value for an argument: objects whose ancestors differ in it go into calls of their own.
      const groups = this.groupsOf(run, this.contexts, early, late);
      await Promise.all(groups.map(({ rows: alike, values }) => this.ask(run, alike, values, early)));
    } else await this.ask(run, rows, null, early);
    if (!late) this.postpone(run, early);
  }

  /** The planner has been seen to put a fetch before the one that gives its inputs. */
  private postpone(run: Run, early: ReadonlySet<Row>): void {
    if (early.size > 0) run.postpone(() => this.fetchFor(run, [...early], early));
  }

  private groupsOf(run: Run, contexts: Contexts, early: Set<Row>, late: ReadonlySet<Row> | null): Group[] {
    const groups = new Map<string, Group>();
    this.places.visit(run.data, (row, path, trail) => {
      if (late && !late.has(row)) return;
      const values = contexts.of(trail);
      if (!values) {
        if (late) run.faults.add(placed(noContext, this.node.serviceName, [...path]));
        else early.add(row);
        return;
      }
      const key = JSON.stringify(values);
      const group = groups.get(key) ?? { values, rows: [] };
      group.rows.push(row);
      groups.set(key, group);
    });
    return [...groups.values()];
  }

  private async ask(run: Run, rows: readonly Row[], values: Row | null, early: Set<Row>): Promise<void> {
    const gathered = this.representations.gather(rows, early);
    if (gathered.list.length === 0) return;
    const variables = this.call.variablesOf(run.variables);
    if (values) Object.assign(variables, values);
    variables["representations"] = gathered.list;
    this.take(run, { rows, gathered }, await this.call.ask(run, variables));
  }

  take(run: Run, { rows, gathered }: Questions, { data, errors }: SubgraphAnswer): void {
    const { list, indexes } = gathered;
    const entities = isFields(data) ? data["_entities"] : undefined;
    const isWhole = Array.isArray(entities) && entities.length === list.length;
    if (isWhole)
      for (let at = 0; at < rows.length; at += 1) {
        const row = rows[at];
        const entity: unknown = entities[indexes[at] ?? -1];
        if (row && isFields(entity)) mergeInto(row, entity, this.intake, this.context.types.isObject);
      }
    if (errors && errors.length > 0) this.report(run, rows, gathered, errors);
    else if (!isWhole)
      this.report(run, rows, gathered, [
        { message: `Asked about ${list.length} entities, the subgraph did not answer that.` },
      ]);
  }

  /** An error about one entity is told at each place where the entity is; one about all of them once. */
  private report(
    run: Run,
    rows: readonly Row[],
    { list, indexes }: Gathered,
    errors: readonly SubgraphError[],
  ): void {
    const { naming } = this.context;
    const pathOf = new Map<Row, PathKey[]>();
    this.places.visit(run.data, (row, path) => pathOf.set(row, [...path]));
    const pathsOf = new Map<unknown, PathKey[][]>();
    for (const [at, row] of rows.entries()) {
      const path = pathOf.get(row) ?? [];
      const index = indexes[at];
      pathsOf.set(index, [...(pathsOf.get(index) ?? []), path]);
    }
    for (const error of errors) {
      const [, index, ...rest] = error.path ?? [];
      const below = clientPath(rest, this.intake, naming);
      const paths = (typeof index === "number" && pathsOf.get(index)) || null;
      // Another fetch that shares the call asked about that one.
      if (!paths && typeof index === "number" && index < list.length) continue;
      for (const path of paths ?? [this.places.common])
        run.faults.add(placed(error, this.node.serviceName, paths ? [...path, ...below] : path));
    }
  }
}

interface Group {
  readonly values: Row;
  readonly rows: Row[];
}

const noContext: SubgraphError = { message: "What an argument is to be taken from was not fetched." };
