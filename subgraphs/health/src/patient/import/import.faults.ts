import type { z } from "zod";
import type { ImportFault } from "./import.codes.ts";

export interface ImportIssue {
  /** As the input names it, with the place in a list: "contacts.0.phone"; null where it is about the whole row. */
  field: string | null;
  fault: ImportFault;
  message: string;
}

/** What is wrong with a row, once for each field; never with what was in it. */
export function issuesOf(given: unknown, { issues }: z.ZodError): ImportIssue[] {
  const byField = new Map<string, ImportIssue>();
  for (const issue of issues) {
    const field = issue.path.map(String).join(".");
    if (byField.has(field)) continue;
    byField.set(field, {
      field,
      fault: faultOf(valueAt(given, issue.path), issue),
      message: issue.message,
    });
  }
  return [...byField.values()];
}

function faultOf(value: unknown, issue: z.core.$ZodIssue): ImportFault {
  if (value == null || (typeof value === "string" && value.trim() === "")) return "MISSING";
  // A list has a length too; a number only limits.
  if (issue.code === "too_big" && (issue.origin === "string" || issue.origin === "array")) return "TOO_LONG";
  return "MALFORMED";
}

function valueAt(given: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (Reflect.get(value, key) as unknown) : undefined,
    given,
  );
}
