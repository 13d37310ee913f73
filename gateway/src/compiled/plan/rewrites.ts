import type { FetchDataRewrite } from "@apollo/query-planner";
import { isFields, isInherited, typenameOf, valueOf } from "../row.ts";
import type { Fields } from "../row.ts";
import type { SupergraphTypes } from "./supergraphTypes.ts";

const conditionMark = "... on ";

/** Changes a value that the execution made itself. */
export type Rewriting = (value: unknown) => void;

/** One function for all of the rewrites, in their order; null when there are none. */
export function rewritingOf(
  rewrites: readonly FetchDataRewrite[] | undefined,
  types: SupergraphTypes,
): Rewriting | null {
  if (!rewrites || rewrites.length === 0) return null;
  const all = rewrites.map((rewrite) => rewritingAt(rewrite.path, rewrite, types));
  return (value) => {
    for (const each of all) each(value);
  };
}

function rewritingAt(path: readonly string[], rewrite: FetchDataRewrite, types: SupergraphTypes): Rewriting {
  const [first = "", ...rest] = path;
  if (rest.length === 0) return (value) => onEach(value, (fields) => apply(rewrite, fields, first));
  const inner = rewritingAt(rest, rewrite, types);
  const condition = conditionOf(first);
  if (condition === null) {
    const inherited = isInherited(first);
    return (value) => onEach(value, (fields) => inner(valueOf(fields, first, inherited)));
  }
  return (value) =>
    onEach(value, (fields) => {
      const typename = typenameOf(fields);
      // Not everything that is sent or received says its type; where the plan is right, it is of the type then.
      if (typename === undefined || types.isOf(typename, condition)) inner(fields);
    });
}

/** The type named by an element of a path that is a type condition, else null. */
export function conditionOf(element: string): string | null {
  return element.startsWith(conditionMark) ? element.slice(conditionMark.length) : null;
}

function onEach(value: unknown, change: (fields: Fields) => void): void {
  if (Array.isArray(value)) for (const item of value) onEach(item, change);
  else if (isFields(value)) change(value);
}

function apply(rewrite: FetchDataRewrite, fields: Fields, key: string): void {
  if (rewrite.kind === "ValueSetter") {
    fields[key] = rewrite.setValueTo as unknown;
  } else if (Object.hasOwn(fields, key)) {
    fields[rewrite.renameKeyTo] = fields[key];
    Reflect.deleteProperty(fields, key);
  }
}
