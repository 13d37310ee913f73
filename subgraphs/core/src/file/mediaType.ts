import { fileTypeFromBuffer } from "file-type";

/** So much of a file's beginning says what it is. */
export const headBytes = 64 * 1024;

/** Programs: nobody needs to send one to a colleague this way, and whoever opens it by mistake has lost. */
const refused: ReadonlySet<string> = new Set([
  "application/x-msdownload",
  "application/x-elf",
  "application/x-mach-binary",
  "application/x-apple-diskimage",
  "application/vnd.android.package-archive",
  "application/x-ms-shortcut",
]);

/** What a browser may show in a page of ours without running anything. */
const shown: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/bmp",
  "application/pdf",
  "text/plain",
]);

/** By the bytes alone: what a file is called, and what its sender says it is, proves nothing. */
export async function mediaTypeOf(head: Buffer): Promise<string> {
  const known = await fileTypeFromBuffer(head);
  if (known && known.mime !== "application/xml") return known.mime;
  const text = textIn(head);
  if (text === null) return "application/octet-stream";
  if (/<svg[\s>]/i.test(text)) return "image/svg+xml";
  if (/^\s*(<!--[\s\S]*?-->\s*)*<(!doctype html|html|head|body|script)\b/i.test(text)) return "text/html";
  return known?.mime ?? "text/plain";
}

export function isRefused(mediaType: string): boolean {
  return refused.has(mediaType);
}

export function isShown(mediaType: string): boolean {
  return shown.has(mediaType);
}

// oxlint-disable-next-line no-control-regex -- they are what tells text from other bytes
const controls = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

/** The beginning as text, or null where it is none; a character that is cut off at the end is not held against it. */
function textIn(head: Buffer): string | null {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return controls.test(text) ? null : text;
  } catch {
    return null;
  }
}
