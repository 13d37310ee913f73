import type { Principal } from "./principal.ts";

/** A file brought or asked for at the gateway's `/files/<domain>/…`, with whoever asks already established. */
export interface FileRequest {
  method: "GET" | "POST";
  /** Below `/files/<domain>/`, without the query string. */
  path: string;
  query: URLSearchParams;
  contentType: string;
  /** The file itself, at most `fileBytesMax`; empty for GET. */
  body: Buffer;
  principal: Principal;
  correlationId: string;
}

export interface FileAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer | string;
}

/** @throws AppError, which the gateway presents as it does everywhere. */
export type ServeFile = (request: FileRequest) => Promise<FileAnswer>;

/** More is refused before it is read. */
export const fileBytesMax = 20 * 1024 * 1024;

export const filePrefix = "/files/";
