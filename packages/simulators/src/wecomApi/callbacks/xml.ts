/** A field of a callback: text goes into CDATA, numbers do not, a list repeats its element. */
export type Field = string | number | Fields | readonly Field[];
export interface Fields {
  readonly [name: string]: Field;
}

export function xmlOf(fields: Fields): string {
  return `<xml>${innerOf(fields)}</xml>`;
}

function innerOf(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, field]) => elementsOf(name, field))
    .join("");
}

function elementsOf(name: string, field: Field): string {
  if (isList(field)) return field.map((each) => elementsOf(name, each)).join("");
  return `<${name}>${contentOf(field)}</${name}>`;
}

function contentOf(field: string | number | Fields): string {
  if (typeof field === "number") return String(field);
  if (typeof field !== "string") return innerOf(field);
  // The one text that would end a CDATA is split over two.
  return `<![CDATA[${field.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}

function isList(field: Field): field is readonly Field[] {
  return Array.isArray(field);
}
