import { readSheet } from "read-excel-file/universal";
import type { CsvRow } from "./readTable.ts";

/** Whether it begins as an XLSX file does, which is a ZIP file. */
export function isWorkbook(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * The first sheet of an XLSX workbook as the values people see in it: days as YYYY-MM-DD, whole numbers without an
 * exponent, formulas by their last result, nothing where that is an error.
 *
 * @throws when it is no workbook, or is encrypted.
 */
export async function linesOfWorkbook(bytes: ArrayBuffer, linesMax: number): Promise<CsvRow[]> {
  const sheet: unknown[][] = await readSheet(bytes, { parseNumber: plainNumber });
  return sheet
    .map((cells, index) => ({ line: index + 1, values: cells.map(valueOf) }))
    .filter(({ values }) => values.some((value) => value !== ""))
    .slice(0, linesMax + 1);
}

/** A card's number of eighteen digits is kept as `1.1E+17`, and is wanted as digits. */
function plainNumber(text: string): string {
  const number = Number(text);
  return Number.isInteger(number) ? BigInt(number).toString() : String(number);
}

function valueOf(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return typeof cell === "string" || typeof cell === "boolean" ? String(cell) : "";
}
