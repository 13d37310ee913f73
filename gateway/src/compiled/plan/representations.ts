import type { FetchDataRewrite, QueryPlanSelectionNode } from "@apollo/query-planner";
import { rewritingOf } from "./rewrites.ts";
import type { Rewriting } from "./rewrites.ts";
import { typenameOf } from "../row.ts";
import type { Row } from "../row.ts";
import { Selection, select } from "./selection.ts";
import type { Selected } from "./selection.ts";
import type { SupergraphTypes } from "./supergraphTypes.ts";

/** What is sent for some objects: each distinct representation once. */
export interface Gathered {
  readonly list: readonly Row[];
  /** For each object the index of its representation in `list`; -1 for one that is not asked about. */
  readonly indexes: readonly number[];
}

/** The compiled `requires` of a fetch. */
export class Representations {
  private readonly selection: Selection;
  private readonly rewriting: Rewriting | null;

  constructor(
    requires: readonly QueryPlanSelectionNode[],
    rewrites: readonly FetchDataRewrite[] | undefined,
    types: SupergraphTypes,
  ) {
    this.selection = new Selection(requires, types);
    this.rewriting = rewritingOf(rewrites, types);
  }

  /** @param incomplete gets the objects whose inputs are not all there */
  gather(rows: readonly Row[], incomplete: Set<Row>): Gathered {
    const gathering = new Gathering();
    const indexes = rows.map((row) => {
      const selected = this.selection.for(typenameOf(row));
      if (!selected.hasTypename) return -1;
      const index = this.indexOf(row, selected, gathering);
      if (index === -1) incomplete.add(row);
      return index;
    });
    return { list: gathering.list, indexes };
  }

  private indexOf(row: Row, selected: Selected, gathering: Gathering): number {
    const { soleKey } = selected;
    // Nearly every entity is known by one field: then its value tells objects apart, and duplicates cost no more.
    if (soleKey !== null) return gathering.bySole(selected, row[soleKey], () => this.of(row, selected));
    const representation = this.of(row, selected);
    return representation ? gathering.byIdentity(representation) : -1;
  }

  /** Undefined for an object whose inputs are not all there. */
  private of(row: Row, selected: Selected): Row | undefined {
    const representation = select(row, selected);
    if (representation) this.rewriting?.(representation);
    return representation;
  }
}

class Gathering {
  readonly list: Row[] = [];
  private readonly soles = new Map<Selected, Map<unknown, number>>();
  private readonly identities = new Map<string, number>();

  bySole(selected: Selected, value: unknown, make: () => Row | undefined): number {
    let known = this.soles.get(selected);
    if (!known) this.soles.set(selected, (known = new Map()));
    const index = known.get(value);
    if (index !== undefined) return index;
    const representation = make();
    const added = representation ? this.list.push(representation) - 1 : -1;
    known.set(value, added);
    return added;
  }

  byIdentity(representation: Row): number {
    const identity = identityOf(representation);
    const index = this.identities.get(identity);
    if (index !== undefined) return index;
    const added = this.list.push(representation) - 1;
    this.identities.set(identity, added);
    return added;
  }
}

/** Equal for equal representations; several times cheaper than their JSON, as keys are mostly short strings. */
export function identityOf(representation: Row): string {
  let identity = "";
  for (const key in representation) {
    const value = representation[key];
    const text = typeof value === "string" ? `${value.length}:${value}` : JSON.stringify(value);
    identity += `${key}=${text};`;
  }
  return identity;
}
