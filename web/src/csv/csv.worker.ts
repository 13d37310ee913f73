import { type Encoding, readTable } from "./readTable.ts";

export interface CsvRequest {
  bytes: ArrayBuffer;
  encoding?: Encoding;
  header: boolean;
}

// Beside the page: ten thousand rows take a moment in which it would not answer.
self.addEventListener("message", ({ data }: MessageEvent<CsvRequest>) => {
  const { bytes, encoding, header } = data;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's has none: it answers whoever made it
  self.postMessage(readTable(new Uint8Array(bytes), { header, ...(encoding ? { encoding } : {}) }));
});
