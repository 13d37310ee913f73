import { type CsvTable, type Encoding, readTable, rowsMax, tableOf } from "./readTable.ts";
import { isWorkbook, linesOfWorkbook } from "./workbook.ts";

export interface CsvRequest {
  bytes: ArrayBuffer;
  encoding?: Encoding;
  header: boolean;
}

export type CsvAnswer = { table: CsvTable } | { problem: "TOO_LARGE" | "UNREADABLE" };

// Beside the page: ten thousand rows take a moment in which it would not answer.
self.addEventListener("message", ({ data }: MessageEvent<CsvRequest>) => {
  tableIn(data).then(
    (table) => answer({ table }),
    (error: unknown) => answer({ problem: error instanceof RangeError ? "TOO_LARGE" : "UNREADABLE" }),
  );
});

async function tableIn({ bytes, encoding, header }: CsvRequest): Promise<CsvTable> {
  const given = new Uint8Array(bytes);
  if (!isWorkbook(given)) return readTable(given, { header, ...(encoding ? { encoding } : {}) });
  return tableOf(await linesOfWorkbook(bytes, rowsMax + (header ? 1 : 0)), header, null);
}

function answer(given: CsvAnswer): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's has none: it answers whoever made it
  self.postMessage(given);
}
