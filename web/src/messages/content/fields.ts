import type { CardColor, MediaKind } from "../../gql/graphql.ts";
import type { words } from "../../i18n/en/messages.ts";

export type FieldLabel = keyof typeof words.field;

interface Named {
  name: string;
  label: FieldLabel;
}

/** One line or several of text, with WeCom's limit in characters or in bytes of UTF-8. */
export interface TextField extends Named {
  kind: "text" | "area" | "url" | "file";
  required?: boolean;
  min?: number;
  max?: number;
  maxBytes?: number;
  /** Of a file: what WeCom must take it for. */
  media?: MediaKind;
}

export type Field =
  | TextField
  | (Named & { kind: "switch" })
  | (Named & { kind: "words" })
  | (Named & { kind: "choice"; options: readonly CardColor[]; fallback: CardColor })
  | (Named & { kind: "number"; min: number; max: number; fallback: number })
  /** A part that may be left out as a whole. */
  | (Named & { kind: "group"; fields: readonly Field[]; required?: boolean })
  | (Named & { kind: "list"; fields: readonly Field[]; min: number; max: number })
  /** Where a tap leads: an address, or a page of a mini-programme. */
  | (Named & { kind: "link"; required?: boolean });

export const text = (name: string, label: FieldLabel, limits: Partial<TextField> = {}): TextField => ({
  kind: "text",
  name,
  label,
  ...limits,
});
export const area = (name: string, label: FieldLabel, limits: Partial<TextField> = {}): TextField => ({
  kind: "area",
  name,
  label,
  ...limits,
});
export const url = (name: string, label: FieldLabel, required = false): TextField => ({
  kind: "url",
  name,
  label,
  required,
  maxBytes: 2048,
});
