import type { Intake } from "./intake.ts";
import { Row, isFields, ownRow, valueOf } from "../row.ts";
import type { Fields } from "../row.ts";

/** Says of a name found as `__typename` whether objects can be of exactly that type. */
export type IsObjectType = (name: unknown) => boolean;

/**
 * Adds what was received to `row`. Where two subgraphs know the same, the later one wins, except that a null never
 * replaces a value: it may only mean that this subgraph failed, and a merge must not depend on who answers first.
 */
export function mergeInto(row: Row, received: Fields, intake: Intake, isObjectType: IsObjectType): void {
  for (const { from, to, inherited, inner } of intake.fields) {
    const value = valueOf(received, from, inherited);
    if (value === undefined) continue;
    const existing = row[to];
    if (existing === undefined || existing === null)
      row[to] = inner && !inner.plain ? taken(value, inner, isObjectType) : value;
    else if (value === null) continue;
    else if (inner) row[to] = merged(existing, value, inner, isObjectType);
    // A subgraph that has an interface as an object type (@interfaceObject) names the interface: less is known by it.
    else if (to !== "__typename" || isObjectType(value) || !isObjectType(existing)) row[to] = value;
  }
}

function merged(existing: unknown, value: unknown, intake: Intake, isObjectType: IsObjectType): unknown {
  if (existing === value || value === null || value === undefined) return existing ?? null;
  if (isFields(existing) && isFields(value)) {
    const row = ownRow(existing);
    mergeInto(row, value, intake, isObjectType);
    return row;
  }
  if (Array.isArray(existing) && Array.isArray(value) && existing.length === value.length)
    return existing.map((item, index) => merged(item, value[index], intake, isObjectType));
  return taken(value, intake, isObjectType);
}

/** What was received, under the names it has in the data. */
function taken(value: unknown, intake: Intake, isObjectType: IsObjectType): unknown {
  if (intake.plain) return value;
  if (Array.isArray(value)) return value.map((item) => taken(item, intake, isObjectType));
  if (!isFields(value)) return value;
  const row = new Row();
  mergeInto(row, value, intake, isObjectType);
  return row;
}
