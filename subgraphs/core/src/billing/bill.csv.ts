import type { BillLine } from "./bill.rules.ts";
import { decimal } from "./money.ts";

const columns = [
  "period",
  "line",
  "dimension",
  "used",
  "included",
  "over",
  "unit_size",
  "units",
  "unit_price",
  "amount",
  "currency",
];

/** The bill's lines as CSV (RFC 4180, UTF-8 with a byte-order mark for spreadsheets); amounts as decimals. */
export function billCsv({
  period,
  currency,
  lines,
}: {
  period: string;
  currency: string;
  lines: readonly BillLine[];
}): string {
  const rows = lines.map((line) => [
    period,
    line.kind,
    line.dimension ?? "",
    line.used ?? "",
    line.included ?? "",
    line.over,
    line.unitSize,
    line.units,
    decimal(line.unitPrice, currency),
    decimal(line.amount, currency),
    currency,
  ]);
  return `\uFEFF${[columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** A text that a spreadsheet would take for a formula is made plain by an apostrophe. */
function cell(value: string | number): string {
  const plain = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
