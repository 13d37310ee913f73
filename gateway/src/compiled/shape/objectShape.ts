import { Row, isFields, valueOf } from "../row.ts";
import { failed, nullMessage, reportInvalid, reportMissing } from "./shaping.ts";
import type { IsFatal, Shape, Shaping } from "./shaping.ts";

export interface ShapedField {
  /** The key in the answer. */
  readonly name: string;
  /** The key in fetched data, and whether plain objects inherit something under it. */
  readonly key: string;
  readonly inherited: boolean;
  readonly shape: Shape;
  readonly isNonNull: boolean;
  readonly place: string;
  /** For what is not fetched but known here: `__typename` and introspection. */
  readonly known: ((shaping: Shaping) => unknown) | null;
}

/** Picks what was selected, in its order, out of all that was fetched. */
export function objectShape(fields: readonly ShapedField[], place: string): Shape {
  const nullable = new Set<string | number>(fields.flatMap(({ name, isNonNull }) => (isNonNull ? [] : name)));
  const isFatal: IsFatal = (key) => !nullable.has(key);
  return (value, shaping, depth) => {
    if (!isFields(value)) return reportInvalid(shaping, depth, `Expected an object for ${place}.`);
    const row = new Row();
    for (const { name, key, inherited, shape, isNonNull, place: fieldPlace, known } of fields) {
      shaping.path[depth] = name;
      const given = known ? known(shaping) : valueOf(value, key, inherited);
      const found = given === null || given === undefined ? null : shape(given, shaping, depth + 1);
      if (found !== null && found !== failed) row[name] = found;
      else if (!isNonNull) row[name] = null;
      else return found ?? reportMissing(shaping, depth + 1, nullMessage(fieldPlace), isFatal);
    }
    return row;
  };
}
