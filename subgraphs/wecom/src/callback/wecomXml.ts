import { XMLParser } from "fast-xml-parser";

/** One element: its text, its children by name, or several of one name. Values are text as WeCom wrote it. */
export type XmlValue = string | XmlFields | readonly XmlValue[];
export interface XmlFields {
  readonly [name: string]: XmlValue;
}

const depthMax = 8;
const cdataName = "#cdata";
const textName = "#text";

/** Plain text and CDATA are kept apart until entities are decoded: in CDATA `&amp;` is five characters. */
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: cdataName,
  textNodeName: textName,
});

/**
 * The children of `<xml>`, or undefined for whatever is not the plain XML WeCom writes: a byte-order mark, a
 * declaration, a DOCTYPE, an entity of its own, another root, anything after it, or too many levels.
 */
export function readXml(text: string): XmlFields | undefined {
  if (!/^<xml[\s>]/.test(text)) return undefined;
  // A member may well write "<!DOCTYPE" in a message; that is inside CDATA, and does no harm there.
  const outside = text.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, "");
  if (/<[!?]/.test(outside) || !isOneElement(outside)) return undefined;
  try {
    const parsed: unknown = parser.parse(text, true);
    if (!isRecord(parsed) || Object.keys(parsed).length !== 1) return undefined;
    const root = valueOf(parsed["xml"], 0);
    return typeof root === "string" || root === undefined || isList(root) ? undefined : root;
  } catch {
    return undefined;
  }
}

function isOneElement(outside: string): boolean {
  const trimmed = outside.trimEnd();
  return trimmed.endsWith("</xml>") && trimmed.indexOf("</xml>") === trimmed.length - "</xml>".length;
}

function valueOf(node: unknown, depth: number): XmlValue | undefined {
  if (typeof node === "string") return decodeEntities(node);
  if (depth > depthMax) throw new RangeError("The XML is too deep.");
  if (Array.isArray(node)) return node.map((each) => valueOf(each, depth) ?? "");
  if (!isRecord(node)) return undefined;
  const children = Object.entries(node).filter(([name]) => name !== textName && name !== cdataName);
  if (children.length === 0) return textOf(node);
  // Without a prototype, an element named like one of its members is just an element.
  const fields: Record<string, XmlValue> = Object.create(null);
  for (const [name, child] of children) fields[name] = valueOf(child, depth + 1) ?? "";
  return fields;
}

function textOf({ [cdataName]: cdata, [textName]: text }: Record<string, unknown>): string {
  if (typeof cdata === "string") return cdata;
  if (Array.isArray(cdata)) return cdata.join("");
  return typeof text === "string" ? decodeEntities(text) : "";
}

const entities: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
  "&quot;": '"',
  "&apos;": "'",
};

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:lt|gt|amp|quot|apos);/g, (entity) => entities[entity] ?? entity);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}
