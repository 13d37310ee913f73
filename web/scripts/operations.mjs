import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "graphql";

/**
 * @typedef {{ file: string, source: string, document: import("graphql").DocumentNode }} Tagged
 */

const tag = /\bgraphql\(\s*`([^`]*)`,?\s*\)/g;

/**
 * Every graphql(`…`) call in a piece of source code, with where it stands in it.
 * @param {string} code
 */
export function callsIn(code) {
  return [...code.matchAll(tag)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    source: match[1] ?? "",
  }));
}

/**
 * Every operation and fragment written in the console's own source.
 * @param {string} folder
 * @returns {Tagged[]}
 */
export function readOperations(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("gql"))
    .toSorted()
    .flatMap((name) =>
      callsIn(readFileSync(join(folder, name), "utf8")).map(({ source }) => ({
        file: name,
        source,
        document: parse(source, { noLocation: true }),
      })),
    );
}
