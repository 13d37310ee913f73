/**
 * A table as CSV for spreadsheets: with a byte order mark, or Excel reads Chinese as noise, and with
 * an apostrophe before what a spreadsheet would run as a formula, for a cell may hold what a stranger wrote.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [header, ...rows].map((cells) => cells.map(cellOf).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

export type Cell = string | number | null | undefined;

function cellOf(value: Cell): string {
  if (typeof value === "number") return String(value);
  const text = value ?? "";
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function download(name: string, content: BlobPart, type = "text/csv;charset=utf-8"): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // At once would be too early for some browsers, which read the content after the click.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
