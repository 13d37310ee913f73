import type { FieldPath, FieldValues, UseFormSetError } from "react-hook-form";
import { refusalOf } from "../session/refusal.ts";

/**
 * Puts the server's complaints beside the fields they are about. Returns the error when some of it
 * belongs to no field of this form, so that it is shown at all.
 */
export function placeIssues<Values extends FieldValues>(
  error: unknown,
  fields: readonly FieldPath<Values>[],
  setError: UseFormSetError<Values>,
): unknown {
  const { issues = [] } = refusalOf(error).details;
  const left = issues.filter(({ path, message }) => {
    // An input within the input may stand in the same form: its fields are then looked for as well.
    const name = [fieldOf(path), path.findLast((step) => typeof step === "string")].flatMap(
      (wanted) => fields.find((field) => field === wanted) ?? [],
    )[0];
    if (name) setError(name, { type: "server", message });
    return !name;
  });
  return issues.length > 0 && left.length === 0 ? null : error;
}

/** ["input", "scopes", 2] is about the field `scopes`. */
export function fieldOf(path: readonly (string | number)[]): string {
  const [first, ...rest] = path;
  const names = first === "input" ? rest : path;
  return String(names[0] ?? "");
}
