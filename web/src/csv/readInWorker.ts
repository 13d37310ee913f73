import type { CsvAnswer, CsvRequest } from "./csv.worker.ts";
import type { CsvTable } from "./readTable.ts";

/** Larger than ten thousand rows of any length that is needed. */
export const fileMaxBytes = 20_000_000;

/** Reads a file beside the page. @throws RangeError when it is too large. */
export async function readInWorker(file: File, options: Omit<CsvRequest, "bytes">): Promise<CsvTable> {
  if (file.size > fileMaxBytes) throw new RangeError("The file is too large.");
  const bytes = await file.arrayBuffer();
  const worker = new Worker(new URL("csv.worker.ts", import.meta.url), { type: "module" });
  try {
    return await new Promise<CsvTable>((resolve, reject) => {
      worker.addEventListener("message", ({ data }: MessageEvent<CsvAnswer>) => {
        if ("table" in data) resolve(data.table);
        else if (data.problem === "TOO_LARGE") reject(new RangeError("The file is too large."));
        else reject(new Error("The file could not be read."));
      });
      worker.addEventListener("error", ({ message }) => reject(new Error(message)));
      const request: CsvRequest = { ...options, bytes };
      worker.postMessage(request, [bytes]);
    });
  } finally {
    worker.terminate();
  }
}
