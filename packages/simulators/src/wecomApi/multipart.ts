import { ApiError } from "./apiError.ts";

export interface UploadedFile {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** The file of the one field named `media` (WeCom path/90253). @throws ApiError 44001 where there is none. */
export function readUpload(raw: Buffer, contentType: string): UploadedFile {
  const boundary = /boundary="?([^";]{1,200})"?/i.exec(contentType)?.[1];
  if (!/^multipart\/form-data/i.test(contentType) || boundary === undefined) throw new ApiError(44001);
  const opening = Buffer.from(`--${boundary}\r\n`);
  const closing = Buffer.from(`\r\n--${boundary}`);
  let at = raw.indexOf(opening);
  while (at >= 0) {
    const start = at + opening.length;
    const headEnd = raw.indexOf("\r\n\r\n", start);
    const end = headEnd < 0 ? -1 : raw.indexOf(closing, headEnd + 4);
    if (headEnd < 0 || end < 0) break;
    const head = raw.subarray(start, headEnd).toString("utf8");
    const bytes = raw.subarray(headEnd + 4, end);
    if (/name="media"/i.test(head)) return fileOf(head, bytes);
    at = raw.indexOf(opening, end);
  }
  throw new ApiError(44001);
}

function fileOf(head: string, bytes: Buffer): UploadedFile {
  const filename = /filename="([^"\r\n]*)"/i.exec(head)?.[1] ?? "";
  const declared = /filelength=(\d+)/i.exec(head)?.[1];
  if (filename === "" || bytes.length === 0) throw new ApiError(44001);
  if (declared !== undefined && Number(declared) !== bytes.length) throw new ApiError(40006);
  const contentType = /content-type:\s*([^\r\n;]+)/i.exec(head)?.[1]?.trim() ?? "application/octet-stream";
  return { filename, contentType, bytes: Buffer.from(bytes) };
}
