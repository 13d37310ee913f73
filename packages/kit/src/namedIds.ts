import { invalidInput } from "./errors.ts";
import { isUuid } from "./validate.ts";

export const namedMax = 1_000;

/**
 * Checks the ids that a subscription's argument names. They come unchecked: only arguments of queries and mutations
 * pass the schema's validation.
 *
 * @throws AppError INVALID_INPUT, at the argument or the id that is wrong.
 */
export function checkNamedIds(argument: string, ids: readonly string[] | null | undefined): void {
  const malformed = ids?.findIndex((id) => !isUuid(id)) ?? -1;
  if (malformed >= 0)
    throw invalidInput([{ path: [argument, malformed], message: "not an id" }], "ID_MALFORMED");
  if ((ids?.length ?? 0) > namedMax)
    throw invalidInput([{ path: [argument], message: `at most ${namedMax}` }]);
}
