/** Fields as WeCom wrote them, flat: a child's name stands behind its parent's. */
export function factsOf(fields: unknown): readonly (readonly [string, string])[] {
  return isRecord(fields) ? Object.entries(fields).flatMap(([name, value]) => facts(name, value)) : [];
}

function facts(name: string, value: unknown): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap((each, i) => facts(`${name}[${i + 1}]`, each));
  if (isRecord(value))
    return Object.entries(value).flatMap(([child, each]) => facts(`${name}.${child}`, each));
  return [[name, typeof value === "string" ? value : JSON.stringify(value)]];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
