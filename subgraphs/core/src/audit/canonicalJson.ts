/**
 * The one way to write a JSON value (RFC 8785): object keys in the order of their UTF-16 units, no spaces,
 * numbers and strings as ECMAScript writes them. What is hashed must not depend on who wrote it down.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

// Postgres' jsonb and text refuse NUL and lone surrogates; an audit entry must not be lost to either.
// oxlint-disable-next-line no-control-regex -- NUL is what this is about
const unstorable = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The value as it will come back from the database, so that what is hashed is what is stored. */
export function storable(value: unknown): unknown {
  if (typeof value === "string") return storableText(value);
  if (Array.isArray(value)) return value.map((item) => storable(item ?? null));
  if (value instanceof Date) return value.toISOString();
  if (value !== null && typeof value === "object")
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => [storableText(key), storable(member)]),
    );
  return Number.isFinite(value) || typeof value === "boolean" ? value : null;
}

export function storableText(text: string): string {
  return text.replace(unstorable, "\ufffd");
}
