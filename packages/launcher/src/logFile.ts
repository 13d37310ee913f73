import { closeSync, mkdirSync, openSync, readSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";

const rotateBytes = 10 * 1024 * 1024;
const tailBytes = 64 * 1024;

/** Begins a new file once the old one has grown large; one older generation is kept. */
export function rotate(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  if (sizeOf(file) > rotateBytes) renameSync(file, `${file}.1`);
}

export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The last lines written after `from`. */
export function tail(file: string, from: number, lines: number): string[] {
  const size = sizeOf(file);
  if (size <= from) return [];
  return readFrom(file, Math.max(from, size - tailBytes))
    .split("\n")
    .filter(Boolean)
    .slice(-lines);
}

export function readFrom(file: string, offset: number): string {
  const handle = openSync(file, "r");
  try {
    const buffer = Buffer.alloc(Math.max(0, sizeOf(file) - offset));
    const read = readSync(handle, buffer, 0, buffer.length, offset);
    return buffer.toString("utf8", 0, read);
  } finally {
    closeSync(handle);
  }
}
