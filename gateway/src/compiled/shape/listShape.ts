import { failed, nullMessage, reportInvalid, reportMissing } from "./shaping.ts";
import type { Shape } from "./shaping.ts";

/**
 * @param isNonNull whether an item that is null takes the whole list with it
 * @param place what a message calls the place of the list
 */
export function listShape(item: Shape, isNonNull: boolean, place: string): Shape {
  return (value, shaping, depth) => {
    if (!Array.isArray(value)) return reportInvalid(shaping, depth, `Expected a list for ${place}.`);
    const list: readonly unknown[] = value;
    const shaped: unknown[] = [];
    for (let index = 0; index < list.length; index += 1) {
      const given = list[index];
      shaping.path[depth] = index;
      const found = given === null || given === undefined ? null : item(given, shaping, depth + 1);
      if (found !== null && found !== failed) shaped.push(found);
      else if (!isNonNull) shaped.push(null);
      else return found ?? reportMissing(shaping, depth + 1, nullMessage(place), alone);
    }
    return shaped;
  };
}

/** An item of a list fails for itself. */
const alone = () => false;
