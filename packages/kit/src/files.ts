import type { Readable } from "node:stream";
import { AppError } from "./errors.ts";
import type { Principal } from "./principal.ts";

export const fileMethods = ["GET", "HEAD", "POST", "PUT"] as const;
export type FileMethod = (typeof fileMethods)[number];

/** A file brought or asked for at the gateway's `/files/<domain>/…`, with whoever asks already established. */
export interface FileRequest {
  method: FileMethod;
  /** Below `/files/<domain>/`, without the query string. */
  path: string;
  query: URLSearchParams;
  /** Those of `fileRequestHeaders` that came. */
  headers: Readonly<Record<string, string>>;
  /** Not read yet: whoever serves it takes as much as it wants. Throws when the caller breaks off. */
  body: AsyncIterable<Buffer>;
  /** May be nobody in particular: some links are the right themselves. */
  principal: Principal;
  correlationId: string;
}

export interface FileAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** A stream is sent as it comes, and destroyed when nobody takes it. */
  body: Buffer | string | Readable;
}

/** @throws AppError, which the gateway presents as it does everywhere. */
export type ServeFile = (request: FileRequest) => Promise<FileAnswer>;

/** What of a request is told to whoever serves the file. */
export const fileRequestHeaders = [
  "content-type",
  "content-length",
  "range",
  "if-range",
  "if-none-match",
  "user-agent",
] as const;

/** What of an answer goes on through the gateway. */
export const fileAnswerHeaders = [
  "content-type",
  "content-length",
  "content-range",
  "content-disposition",
  "content-security-policy",
  "x-frame-options",
  "accept-ranges",
  "cache-control",
  "etag",
  "last-modified",
  "location",
] as const;

/** Of the headers given, those listed, as far as they are there. */
export function headersAmong(
  names: readonly string[],
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
}

/** Of a file that is taken whole into memory. */
const wholeFileBytesMax = 20 * 1024 * 1024;

/**
 * For small files that are looked at as a whole.
 * @throws AppError BODY_TOO_LARGE without having read much more than the limit.
 */
export async function wholeBody(
  { body, headers }: Pick<FileRequest, "body" | "headers">,
  bytesMax = wholeFileBytesMax,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = Number(headers["content-length"] ?? 0);
  if (bytes > bytesMax) throw bodyTooLarge(bytesMax);
  bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw bodyTooLarge(bytesMax);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function bodyTooLarge(bytesMax: number): AppError {
  return new AppError("INVALID_INPUT", "BODY_TOO_LARGE", `A body may have ${bytesMax} bytes at most.`, {
    bytesMax,
  });
}

export const filePrefix = "/files/";
