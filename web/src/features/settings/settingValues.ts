/** What a form needs to know of a JSON Schema; anything else is written as JSON. */
export type FieldKind =
  | { kind: "SWITCH" }
  | { kind: "CHOICE"; choices: readonly string[] }
  | { kind: "NUMBER"; isInteger: boolean; min: number | null; max: number | null }
  | { kind: "TEXT" }
  | { kind: "GROUP"; fields: readonly (readonly [string, FieldKind])[] }
  | { kind: "JSON" };

/** Bounds that JSON Schema writes although nobody said them: the ends of safe integers. */
const unbounded = Number.MAX_SAFE_INTEGER;

export function fieldOf(schema: unknown): FieldKind {
  const { type, enum: choices, minimum, maximum, properties } = record(schema);
  if (Array.isArray(choices) && choices.every((each) => typeof each === "string"))
    return { kind: "CHOICE", choices };
  if (type === "boolean") return { kind: "SWITCH" };
  if (type === "string") return { kind: "TEXT" };
  if (type === "integer" || type === "number")
    return { kind: "NUMBER", isInteger: type === "integer", min: bound(minimum), max: bound(maximum) };
  if (type === "object" && properties !== undefined) {
    const fields = Object.entries(record(properties)).map(([name, part]) => [name, fieldOf(part)] as const);
    // A form of forms would be harder to read than the JSON itself.
    const isFlat = fields.length > 0 && fields.every(([, { kind }]) => kind !== "GROUP" && kind !== "JSON");
    return isFlat ? { kind: "GROUP", fields } : { kind: "JSON" };
  }
  return { kind: "JSON" };
}

/** A value in a line of a list. */
export function shortText(value: unknown): string {
  if (typeof value === "string") return value;
  const flat = record(value);
  const parts = Object.entries(flat);
  if (parts.length > 0 && parts.every(([, part]) => typeof part !== "object"))
    return parts.map(([name, part]) => `${name} ${String(part)}`).join(" · ");
  return JSON.stringify(value) ?? "–";
}

export function longText(value: unknown): string {
  return JSON.stringify(value, null, 2) ?? "";
}

/** Line by line what differs between two values, as they are written. */
export function diffLines(before: unknown, after: unknown): { sign: " " | "-" | "+"; text: string }[] {
  const [was, is] = [longText(before).split("\n"), longText(after).split("\n")];
  const common = longestCommon(was, is);
  const lines: { sign: " " | "-" | "+"; text: string }[] = [];
  let [i, j] = [0, 0];
  for (const [a, b] of [...common, [was.length, is.length] as const]) {
    for (; i < a; i += 1) lines.push({ sign: "-", text: was[i] ?? "" });
    for (; j < b; j += 1) lines.push({ sign: "+", text: is[j] ?? "" });
    if (a < was.length) lines.push({ sign: " ", text: was[a] ?? "" });
    [i, j] = [a + 1, b + 1];
  }
  return lines;
}

/** Places of the lines that both have, in order. Values are small, so a table of all pairs is. */
function longestCommon(a: readonly string[], b: readonly string[]): (readonly [number, number])[] {
  const length = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  const at = (i: number, j: number) => length[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = length[i];
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  const pairs: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length)
    if (a[i] === b[j]) {
      pairs.push([i, j]);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  return pairs;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

function bound(value: unknown): number | null {
  return typeof value === "number" && Math.abs(value) < unbounded ? value : null;
}
