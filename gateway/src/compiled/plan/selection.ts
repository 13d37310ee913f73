import type { QueryPlanSelectionNode } from "@apollo/query-planner";
import { Row, isFields, isInherited, typenameOf, valueOf } from "../row.ts";
import type { Fields } from "../row.ts";
import type { SupergraphTypes } from "./supergraphTypes.ts";

interface SelectedField {
  readonly key: string;
  readonly inherited: boolean;
  readonly inner: Selection | null;
}

/** What a selection comes down to for one type. */
export interface Selected {
  readonly fields: readonly SelectedField[];
  readonly hasTypename: boolean;
  /** The only field beside `__typename`, when it is a leaf. */
  readonly soleKey: string | null;
}

/** Selections of a plan, brought down to a plain list of fields for each type that is met. */
export class Selection {
  private readonly byType = new Map<string, Selected>();

  constructor(
    private readonly selections: readonly QueryPlanSelectionNode[],
    private readonly types: SupergraphTypes,
  ) {}

  for(typename = ""): Selected {
    const known = this.byType.get(typename);
    if (known) return known;
    const selected = this.selectedOf(typename);
    // Remembered for types of the graph only: data could name any number of others.
    if (typename === "" || this.types.has(typename)) this.byType.set(typename, selected);
    return selected;
  }

  private selectedOf(typename: string): Selected {
    const found = new Map<string, QueryPlanSelectionNode[]>();
    this.collect(this.selections, typename, found);
    const fields = [...found].map(([key, inner]) => ({
      key,
      inherited: isInherited(key),
      inner: inner.length > 0 ? new Selection(inner, this.types) : null,
    }));
    const others = fields.filter(({ key }) => key !== "__typename");
    const [sole] = others;
    return {
      fields,
      hasTypename: others.length < fields.length,
      soleKey: others.length === 1 && sole && !sole.inner ? sole.key : null,
    };
  }

  private collect(
    selections: readonly QueryPlanSelectionNode[],
    typename: string,
    found: Map<string, QueryPlanSelectionNode[]>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === "Field") {
        const key = selection.alias ?? selection.name;
        found.set(key, [...(found.get(key) ?? []), ...(selection.selections ?? [])]);
      } else if (
        !selection.typeCondition ||
        (typename !== "" && this.types.isOf(typename, selection.typeCondition))
      ) {
        this.collect(selection.selections, typename, found);
      }
    }
  }
}

/**
 * Undefined when anything is missing. A field is missing, rather than null, only where fetching it failed: to ask with
 * less than all inputs would make the subgraph compute something else.
 */
export function select(fields: Fields, selected: Selected): Row | undefined {
  const row = new Row();
  for (const { key, inherited, inner } of selected.fields) {
    const value = valueOf(fields, key, inherited);
    const found = inner ? selectAny(value, inner) : value;
    if (found === undefined) return undefined;
    row[key] = found;
  }
  return row;
}

function selectAny(value: unknown, selection: Selection): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => selectAny(item, selection));
    return items.includes(undefined) ? undefined : items;
  }
  return isFields(value) ? select(value, selection.for(typenameOf(value))) : value;
}
