import { invalidInput } from "@wegraph/kit/errors";

export interface HeaderWish {
  name: string;
  /** None: as it was. Clients cannot read values, so they cannot give back what they did not change. */
  value?: string | null | undefined;
}

/**
 * The headers that are wished for; those not named are gone.
 * @throws AppError INVALID_INPUT (WEBHOOK_HEADER_VALUE_MISSING) for a new header without a value.
 */
export function mergedHeaders(
  known: Readonly<Record<string, string>>,
  wishes: readonly HeaderWish[],
): Record<string, string> {
  const merged = wishes.map(({ name, value }, index) => {
    const kept = value ?? known[name];
    if (kept !== undefined) return [name, kept] as const;
    const path = ["input", "headers", index, "value"];
    throw invalidInput([{ path, message: "a new header needs a value" }], "WEBHOOK_HEADER_VALUE_MISSING");
  });
  return Object.fromEntries(merged);
}
