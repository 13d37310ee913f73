import type { Faults } from "../faults.ts";
import type { Fields } from "../row.ts";
import type { PathKey } from "../types.ts";

/** What a shape gives for a null that was reported; a nullable place makes null of it, another one passes it up. */
export const failed: unique symbol = Symbol("failed");

/** The state of shaping one answer. */
export interface Shaping {
  readonly faults: Faults;
  readonly variables: Fields;
  /** The place being shaped; only the first `depth` keys count. */
  readonly path: PathKey[];
}

/**
 * Brings fetched data, which is never null or undefined here, into the form a type and a selection ask for.
 *
 * @param depth how many keys of the path lead to the value
 * @returns null for a null that belongs there, `failed` for one that was reported
 */
export type Shape = (value: unknown, shaping: Shaping, depth: number) => unknown;

/** Whether the failure of the field under this key, next to the one that is missing, takes their object with it. */
export type IsFatal = (key: PathKey) => boolean;

/** Codes of what is found when an answer is shaped: nothing where something must be, and what cannot be there. */
export const missingCode = "VALUE_MISSING";
export const invalidCode = "VALUE_INVALID";

export function reportInvalid({ faults, path }: Shaping, depth: number, message: string): typeof failed {
  faults.add({ message, path: path.slice(0, depth), extensions: { code: invalidCode } });
  return failed;
}

/** Reports that what must be there is not, unless the reason is among the errors already. */
export function reportMissing(
  { faults, path }: Shaping,
  depth: number,
  message: string,
  isFatal: IsFatal,
): typeof failed {
  if (!faults.explain(path, depth, isFatal))
    faults.add({ message, path: path.slice(0, depth), extensions: { code: missingCode } });
  return failed;
}

/** What a message calls the null it is about; the same words as graphql-js. */
export function nullMessage(place: string): string {
  return `Cannot return null for non-nullable ${place}.`;
}
