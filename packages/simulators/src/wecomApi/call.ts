import { z } from "zod";
import { ApiError } from "./apiError.ts";
import type { Corp } from "./corp.ts";
import type { App } from "./world/entities.ts";

/** One call by an application, its token already checked. */
export interface Call {
  readonly corp: Corp;
  readonly app: App;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined where the body is none. */
  readonly json: unknown;
  readonly raw: Buffer;
  readonly contentType: string;
  readonly ip: string;
}

/** A file instead of JSON. */
export interface FileAnswer {
  readonly bytes: Buffer;
  readonly contentType: string;
  readonly filename: string;
}

export type Handle = (call: Call) => object | FileAnswer;

export interface ApiCall {
  readonly method: "GET" | "POST";
  readonly handle: Handle;
}

export function isFile(answer: object): answer is FileAnswer {
  return "bytes" in answer;
}

export function get(handle: Handle): ApiCall {
  return { method: "GET", handle };
}

export function post(handle: Handle): ApiCall {
  return { method: "POST", handle };
}

/** The body as `rules` want it; WeCom calls everything that does not fit 40058 (path/90313). */
export function bodyOf<Rules extends z.ZodType>(rules: Rules, { json }: Call): z.output<Rules> {
  const result = rules.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ApiError(
    40058,
    `invalid Request Parameter: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
  );
}

/** Lists in pages; the cursor says how many were read. */
export function pageOf<T>(
  all: readonly T[],
  cursor: string,
  limit: number,
): { readonly items: readonly T[]; readonly next: string } {
  const start = cursor === "" ? 0 : offsetOf(cursor);
  const end = start + limit;
  return { items: all.slice(start, end), next: end < all.length ? cursorOf(end) : "" };
}

export function cursorOf(offset: number): string {
  return Buffer.from(`at:${offset}`).toString("base64url");
}

export function offsetOf(cursor: string): number {
  const offset = /^at:(\d{1,9})$/.exec(Buffer.from(cursor, "base64url").toString("utf8"))?.[1];
  if (offset === undefined) throw new ApiError(50100);
  return Number(offset);
}

/** WeCom takes numbers in quotes, and the other way round. */
export const loose = {
  text: z.union([z.string(), z.number().transform(String)]),
  int: z.coerce.number().int(),
};
