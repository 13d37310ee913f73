import { CriticalityLevel, diff } from "@graphql-inspector/core";
import { buildSchema } from "graphql";

export type Weight = "BREAKING" | "DANGEROUS" | "DEPRECATED" | "ADDED" | "OTHER";

/** One difference between two versions of the API, as a caller sees it. */
export interface ApiChange {
  /** The same for the same change, whatever else changes: `FIELD_REMOVED Account.name`. */
  id: string;
  weight: Weight;
  message: string;
  /** Why it may break a caller, where that is not plain. */
  hint?: string;
}

/** A change that breaks callers, and that we make all the same. */
export interface Declared {
  change: string;
  because: string;
}

/** What a caller who knows `before` has to learn of `after`; changed descriptions are not among it. */
export async function changesBetween(before: string, after: string): Promise<ApiChange[]> {
  const changes = await diff(buildSchema(before), buildSchema(after));
  const isNew = new Set(
    changes.filter(({ type }) => /^(TYPE|FIELD)_ADDED$/.test(type)).map(({ path }) => path),
  );
  return (
    changes
      .filter(({ type }) => !/DESCRIPTION|^DIRECTIVE_USAGE/.test(type))
      // What a new type or field consists of is its own affair.
      .filter(({ path }) => !above(path).some((each) => isNew.has(each)))
      .map(({ type, path, message, criticality: { level, reason } }) => ({
        id: path === undefined ? type : `${type} ${path}`,
        weight: weightOf(type, level),
        message: message.replaceAll("'", "`"),
        ...(reason !== undefined && { hint: reason }),
      }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  );
}

/** `a`, `a.b` for `a.b.c`. */
function above(path = ""): string[] {
  const names = path.split(".");
  return names.slice(1).map((_, n) => names.slice(0, n + 1).join("."));
}

function weightOf(type: string, level: CriticalityLevel): Weight {
  if (level === CriticalityLevel.Breaking) return "BREAKING";
  if (level === CriticalityLevel.Dangerous) return "DANGEROUS";
  if (type.includes("DEPRECATION")) return "DEPRECATED";
  return type.endsWith("_ADDED") ? "ADDED" : "OTHER";
}

/** What stands against releasing these changes; nothing, if the list is empty. */
export function problemsOf(changes: readonly ApiChange[], declared: readonly Declared[]): string[] {
  const breaking = new Set(changes.filter(({ weight }) => weight === "BREAKING").map(({ id }) => id));
  const known = new Set(declared.map(({ change }) => change));
  return [
    ...changes
      .filter(({ id }) => breaking.has(id) && !known.has(id))
      .map(({ id, message, hint }) =>
        [`It breaks callers: ${id}`, `    ${message}`, ...(hint ? [`    ${hint}`] : [])].join("\n"),
      ),
    ...declared
      .filter(({ change }) => !breaking.has(change))
      .map(({ change }) => `It is declared, but nothing is broken: ${change}`),
    ...declared
      .filter(({ because }) => because.trim() === "")
      .map(({ change }) => `It is declared without saying why: ${change}`),
  ];
}
