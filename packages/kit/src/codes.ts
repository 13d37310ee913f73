/** A code as the database holds it, as one of those there are: its check constraints allow no other. */
export function oneOf<const Code extends string>(codes: readonly Code[], value: string): Code {
  const known = codes.find((code) => code === value);
  if (known === undefined) throw new RangeError(`not one of ${codes.join(", ")}: ${value}`);
  return known;
}

export function oneOfOrNone<const Code extends string>(
  codes: readonly Code[],
  value: string | null,
): Code | null {
  return value === null ? null : oneOf(codes, value);
}
