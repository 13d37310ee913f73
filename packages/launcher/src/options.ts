import { parseArgs } from "node:util";
import { StartError } from "./startError.ts";

export interface StartOptions {
  /** Begin anew, from an empty database. */
  reset: boolean;
}

export function readOptions(args: readonly string[]): StartOptions {
  try {
    const options = { reset: { type: "boolean", default: false } } as const;
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new StartError(`${problem}\nWhat there is:  npm start -- --help`, { cause: error });
  }
}
