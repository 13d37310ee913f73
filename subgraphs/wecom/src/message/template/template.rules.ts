/** A variable in a template's text: {{ name }}. Names are letters of any script, digits, - and _. */
const variable = /\{\{\s*([\p{L}\p{N}_-]{1,40})\s*\}\}/gu;

export const variablesMax = 50;
export const variableValueMax = 2_000;

/** The variables a content names, in the order of their first appearance. */
export function variablesOf(content: unknown): string[] {
  return [
    ...new Set(textsOf(content).flatMap((text) => [...text.matchAll(variable)].map(([, name = ""]) => name))),
  ];
}

/** The content with its variables replaced. A value is text: what looks like a variable in it stays as it is. */
export function rendered(content: unknown, values: ReadonlyMap<string, string>): unknown {
  if (typeof content === "string")
    return content.replaceAll(variable, (whole, name: string) => values.get(name) ?? whole);
  if (Array.isArray(content)) return content.map((part) => rendered(part, values));
  if (content === null || typeof content !== "object") return content;
  return Object.fromEntries(Object.entries(content).map(([field, part]) => [field, rendered(part, values)]));
}

/** All texts in a content, at any depth. */
export function textsOf(content: unknown): string[] {
  if (typeof content === "string") return [content];
  if (content === null || typeof content !== "object") return [];
  return Object.values(content).flatMap(textsOf);
}
