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
  return sourcesIn(folder).flatMap(({ file, code }) =>
    callsIn(code).map(({ source }) => ({ file, source, document: parse(source, { noLocation: true }) })),
  );
}

/**
 * Operations that are sent as they are written, without a client, marked by a comment: GraphQL.
 * @param {string} folder
 * @returns {string[]}
 */
export function readPlainOperations(folder) {
  return sourcesIn(folder).flatMap(({ code }) =>
    [...code.matchAll(/\/\* GraphQL \*\/ `([^`]*)`/g)].map(([, text]) => text ?? ""),
  );
}

/** @param {string} folder */
function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("gql"))
    .toSorted()
    .map((name) => ({ file: name, code: readFileSync(join(folder, name), "utf8") }));
}
