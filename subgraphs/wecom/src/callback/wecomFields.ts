import { readXml } from "./wecomXml.ts";
import type { XmlFields, XmlValue } from "./wecomXml.ts";

/** A decrypted body as fields: XML, or the JSON of a robot brought to the same form. */
export function readFields(body: string): XmlFields | undefined {
  return body.startsWith("{") ? readJson(body) : readXml(body);
}

function readJson(body: string): XmlFields | undefined {
  try {
    const value = valueOf(JSON.parse(body), 0);
    return value === undefined || typeof value === "string" || Array.isArray(value)
      ? undefined
      : fieldsOf(value);
  } catch {
    return undefined;
  }
}

/** The way to a field that is one element: undefined where there is none. */
export function fieldsOf(value: XmlValue | undefined): XmlFields | undefined {
  return value === undefined || typeof value === "string" || isList(value) ? undefined : value;
}

/** The text of a field; undefined where it is missing, empty, or has children. */
export function textOf(fields: XmlFields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberOf(fields: XmlFields, name: string): number | undefined {
  const text = textOf(fields, name);
  return text !== undefined && /^-?\d{1,15}(\.\d{1,12})?$/.test(text) ? Number(text) : undefined;
}

/** Unix seconds. */
export function timeOf(fields: XmlFields, name: string): Date | undefined {
  const seconds = numberOf(fields, name);
  return seconds === undefined ? undefined : new Date(seconds * 1000);
}

/** `a,b,c` as WeCom joins ids in member and tag events. */
export function idsOf(fields: XmlFields, name: string): readonly string[] {
  return textOf(fields, name)?.split(",").filter(Boolean) ?? [];
}

/** Every element of that name, whether there is one or several. */
export function itemsOf(value: XmlValue | undefined): readonly XmlValue[] {
  if (value === undefined || value === "") return [];
  return isList(value) ? value : [value];
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

const depthMax = 8;

function valueOf(json: unknown, depth: number): XmlValue | undefined {
  if (typeof json === "string") return json;
  if (typeof json === "number" || typeof json === "boolean") return String(json);
  if (typeof json !== "object" || json === null) return undefined;
  if (depth > depthMax) throw new RangeError("The JSON is too deep.");
  if (Array.isArray(json)) return json.map((each) => valueOf(each, depth + 1) ?? "");
  const fields: Record<string, XmlValue> = Object.create(null);
  for (const [name, each] of Object.entries(json)) {
    const value = valueOf(each, depth + 1);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}
