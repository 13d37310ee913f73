import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";

const rotateBytes = 10 * 1024 * 1024;
const tailBytes = 64 * 1024;

/** Begins a new file once the old one has grown large; one older generation is kept. */
export function rotate(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > rotateBytes) renameSync(file, `${file}.1`);
}

export function tail(file: string, lines: number): string[] {
  if (!existsSync(file)) return [];
  const from = Math.max(0, statSync(file).size - tailBytes);
  return readFrom(file, from).split("\n").filter(Boolean).slice(-lines);
}

export function readFrom(file: string, offset: number): string {
  const handle = openSync(file, "r");
  try {
    const length = Math.max(0, statSync(file).size - offset);
    const buffer = Buffer.alloc(length);
    const read = readSync(handle, buffer, 0, length, offset);
    return buffer.toString("utf8", 0, read);
  } finally {
    closeSync(handle);
  }
}
