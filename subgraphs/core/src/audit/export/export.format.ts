import type { StoredEntry } from "../chain.ts";

export const exportFormats = ["CSV", "JSONL"] as const;
export type ExportFormat = (typeof exportFormats)[number];

const columns = [
  "seq",
  "at",
  "action",
  "actorKind",
  "actorId",
  "actorName",
  "resourceType",
  "resourceId",
  "changes",
  "address",
  "correlationId",
  "id",
  "tenantId",
  "previousHash",
  "hash",
] as const satisfies readonly (keyof StoredEntry)[];

/** What stands before the first entry. Spreadsheets take a CSV for UTF-8 by the mark at its beginning only. */
export const headOf: Readonly<Record<ExportFormat, string>> = {
  CSV: `\ufeff${columns.join(",")}\r\n`,
  JSONL: "",
};

/** JSON lines hold all that was hashed, as it was: whoever has the file can check the chain without us. */
export const lineOf: Readonly<Record<ExportFormat, (entry: StoredEntry) => string>> = {
  CSV: (entry) => `${columns.map((column) => cell(entry[column])).join(",")}\r\n`,
  JSONL: (entry) => `${JSON.stringify(entry)}\n`,
};

/** RFC 4180. What a spreadsheet would run as a formula is made text by an apostrophe. */
function cell(value: unknown): string {
  const text =
    value === null || value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
