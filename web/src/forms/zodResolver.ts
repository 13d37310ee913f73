import type { FieldError, FieldErrors, FieldValues, Resolver } from "react-hook-form";
import type * as z from "zod/mini";

/**
 * Rules written once with zod, checked by the form. The messages of the rules are keys of
 * `errors:field`, so a problem is told in whatever language the page speaks by then.
 */
export function zodResolver<Values extends FieldValues>(
  rules: z.ZodMiniType<unknown, Values>,
): Resolver<Values> {
  return (values) => {
    const outcome = rules.safeParse(values);
    if (outcome.success) return { values, errors: {} };

    const errors: Record<string, FieldError> = {};
    for (const { path, message } of outcome.error?.issues ?? []) {
      const name = path.join(".");
      errors[name] ??= { type: "rule", message };
    }
    // The names are those of the fields, for the rules and the form have the same shape.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return { values: {}, errors: errors as FieldErrors<Values> };
  };
}
