import { Kind } from "graphql";
import type { SelectionNode, SelectionSetNode } from "graphql";
import { isInherited } from "../row.ts";
import type { Fragments } from "../types.ts";

/** How the objects at one place of a fetch's answer become part of the data. */
export interface Intake {
  readonly fields: readonly IntakeField[];
  /** Nothing in here is renamed: what was received may stand in the data as it is. */
  readonly plain: boolean;
}

export interface IntakeField {
  /** The key in the answer, and the one in the data. They differ where the planner had to alias. */
  readonly from: string;
  readonly to: string;
  readonly inherited: boolean;
  /** Null for a leaf. */
  readonly inner: Intake | null;
}

/** @param path the answer's keys (type conditions left out), down to the key that is renamed */
export interface Rename {
  readonly path: readonly string[];
  readonly to: string;
}

/**
 * The union of what is selected for every type: an object has the keys of its own type alone, and the planner
 * gives one key at one place one meaning only, so what type it is need not be asked.
 */
export function intakeOf(
  selections: readonly SelectionSetNode[],
  fragments: Fragments,
  renames: readonly Rename[],
  isCounted: (selection: SelectionNode) => boolean = () => true,
): Intake {
  const found = new Map<string, SelectionSetNode[]>();
  const spread = new Set<string>();
  const collect = ({ selections: each }: SelectionSetNode): void => {
    for (const selection of each.filter(isCounted)) {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        const inner = found.get(key) ?? [];
        if (selection.selectionSet) inner.push(selection.selectionSet);
        found.set(key, inner);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  selections.forEach(collect);
  const fields = [...found].map(([from, inner]): IntakeField => {
    const here = renames.filter(({ path }) => path[0] === from);
    const to = here.find(({ path }) => path.length === 1)?.to ?? from;
    const below = here.flatMap(({ path, to: name }) =>
      path.length > 1 ? [{ path: path.slice(1), to: name }] : [],
    );
    return {
      from,
      to,
      inherited: isInherited(from),
      inner: inner.length > 0 ? intakeOf(inner, fragments, below, isCounted) : null,
    };
  });
  return { fields, plain: fields.every(({ from, to, inner }) => from === to && (inner?.plain ?? true)) };
}

/** Whether an answer that is taken in one way has all that is taken in the other. */
export function covers(whole: Intake, part: Intake): boolean {
  return part.fields.every(({ from, to, inner }) => {
    const same = whole.fields.find((field) => field.from === from);
    return same?.to === to && (!inner || (same.inner !== null && covers(same.inner, inner)));
  });
}
