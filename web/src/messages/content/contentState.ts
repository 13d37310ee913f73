import type { MessageContentInput, MessageType } from "../../gql/graphql.ts";
import { type CardKind, cardForms, cardKinds } from "./cardForms.ts";
import { contentForms } from "./contentForms.ts";
import type { Field } from "./fields.ts";

/** A content while it is written: as it will be sent, with empty texts where nothing stands yet. */
export interface Content {
  type: MessageType;
  [field: string]: unknown;
}

export type Path = readonly (string | number)[];

export function emptyContent(type: MessageType): Content {
  if (type === "TEMPLATE_CARD") return { type, card: emptyCard("TEXT_NOTICE") };
  return { type, ...emptyFields(contentForms[type]) };
}

function emptyCard(kind: CardKind): Record<string, unknown> {
  return { kind, ...emptyFields(cardForms[kind]) };
}

/** What a form begins with: lists with as many entries as they need, and nothing that may be left out. */
export function emptyFields(fields: readonly Field[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = emptyValue(field);
      return value === undefined ? [] : [[field.name, value]];
    }),
  );
}

function emptyValue(field: Field): unknown {
  switch (field.kind) {
    case "switch":
      return false;
    case "words":
      return [];
    case "choice":
    case "number":
      return field.fallback;
    case "group":
      return field.required === true ? emptyFields(field.fields) : undefined;
    case "list":
      return Array.from({ length: field.min }, () => emptyFields(field.fields));
    case "link":
      return field.required === true ? { kind: "URL", url: "" } : undefined;
    case "text":
    case "area":
    case "url":
    case "file":
      return "";
  }
}

/** The content in another type, with what both types have. */
export function inType(content: Content, type: MessageType): Content {
  const fresh = emptyContent(type);
  const names = Object.keys(fresh).filter(
    (name) => name !== "type" && typeof fresh[name] === typeof content[name],
  );
  return { ...fresh, ...Object.fromEntries(names.map((name) => [name, content[name]])), type };
}

export function inKind(card: Readonly<Record<string, unknown>>, kind: CardKind): Record<string, unknown> {
  const names = cardForms[kind].map(({ name }) => name);
  const entries = Object.entries(card).filter(([name]) => names.includes(name));
  return { ...emptyCard(kind), ...Object.fromEntries(entries), kind };
}

export function kindOf(card: unknown): CardKind {
  return cardKinds.find((kind) => kind === at(card, ["kind"])) ?? "TEXT_NOTICE";
}

export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, step) => (typeof part === "object" && part !== null ? Reflect.get(part, step) : undefined),
    value,
  );
}

/** The same with one place changed; undefined takes it away. */
export function changed(value: unknown, path: Path, next: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return next;
  if (typeof step === "number") {
    const list: unknown[] = Array.isArray(value) ? [...value] : [];
    if (rest.length === 0 && next === undefined) list.splice(step, 1);
    else list[step] = changed(list[step], rest, next);
    return list;
  }
  const fields = new Map(Object.entries(typeof value === "object" && value !== null ? value : {}));
  const part = changed(fields.get(step), rest, next);
  if (part === undefined) fields.delete(step);
  else fields.set(step, part);
  return Object.fromEntries(fields);
}

/**
 * As it is sent: without what was left empty. What is required stays, so that the server can say where it is missing
 * rather than refuse the whole.
 */
export function pruned(content: Content): MessageContentInput {
  const { type } = content;
  const fields =
    type === "TEMPLATE_CARD"
      ? {
          card: {
            kind: kindOf(content["card"]),
            ...kept(content["card"], cardForms[kindOf(content["card"])]),
          },
        }
      : kept(content, contentForms[type]);
  // The tables name the fields of the input type and no others; the server checks what is in them.
  return { type, ...fields };
}

function kept(value: unknown, fields: readonly Field[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const left = keptField(at(value, [field.name]), field);
      return left === undefined ? [] : [[field.name, left]];
    }),
  );
}

function keptField(value: unknown, field: Field): unknown {
  switch (field.kind) {
    case "text":
    case "area":
    case "url":
    case "file":
      if (typeof value === "string" && value.trim() !== "") return value;
      return field.required === true ? "" : undefined;
    case "switch":
      return value === true ? true : undefined;
    case "words":
      return Array.isArray(value) && value.length > 0 ? value : undefined;
    case "choice":
    case "number":
      return value ?? undefined;
    case "group":
      return value === undefined || value === null ? undefined : kept(value, field.fields);
    case "list":
      if (!Array.isArray(value) || (value.length === 0 && field.min === 0)) return undefined;
      return value.map((item) => kept(item, field.fields));
    case "link":
      return keptLink(value);
  }
}

function keptLink(value: unknown): unknown {
  const kind = at(value, ["kind"]);
  if (kind === "URL") return { kind, url: at(value, ["url"]) ?? "" };
  if (kind !== "MINIPROGRAM") return undefined;
  const page = at(value, ["page"]);
  return { kind, appId: at(value, ["appId"]) ?? "", ...(page ? { page } : {}) };
}

/** Whether anything has been written that would be lost. */
export function isBlank(content: Content): boolean {
  return JSON.stringify(content) === JSON.stringify(emptyContent(content.type));
}

const variable = /\{\{\s*([\p{L}\p{N}_-]{1,40})\s*\}\}/gu;

/** The {{variables}} of a text at any depth, each once, in the order of their first appearance. */
export function variablesOf(value: unknown): readonly string[] {
  return [
    ...new Set(textsOf(value).flatMap((text) => [...text.matchAll(variable)].map(([, name = ""]) => name))),
  ];
}

/** The content with variables filled in; those without a value stay visible. */
export function rendered(value: unknown, values: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string")
    return value.replaceAll(variable, (whole, name: string) => values.get(name) ?? whole);
  if (Array.isArray(value)) return value.map((part) => rendered(part, values));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, rendered(part, values)]));
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

const encoder = new TextEncoder();

/** As WeCom counts: a Chinese character is three bytes. */
export function bytesOf(text: string): number {
  return encoder.encode(text).length;
}

/** As people count: 中 is one, and so is 😀. */
export function charactersOf(text: string): number {
  return Array.from(text).length;
}

/** A content that came from the server, for the form and the preview. */
export function contentOf(value: unknown): Content | null {
  const type = at(value, ["type"]);
  const known = Object.keys(contentForms).find((name) => name === type);
  if (known === undefined || typeof value !== "object" || value === null) return null;
  // The type is one of the table's keys: that was just looked up.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ...value, type: known as MessageType };
}
