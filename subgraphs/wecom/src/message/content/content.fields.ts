import { z } from "zod";

/** NUL breaks databases and logs, and half a surrogate pair is no character. Line breaks and tabs are text. */
// oxlint-disable no-control-regex -- control characters are what this is about
const unwanted =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Characters as people count them in a limit: 中 is one, and so is 😀. */
export function charactersOf(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

interface Limits {
  readonly min?: number;
  /** Characters. */
  readonly max?: number;
  /** Bytes of its UTF-8. */
  readonly maxBytes?: number;
}

/** A text whose limit WeCom counts in characters, in bytes, or in both. */
export function limited({ min = 1, max, maxBytes }: Limits) {
  return z
    .string()
    .refine((text) => !unwanted.test(text), "control characters are not allowed")
    .refine(
      (text) => charactersOf(text.trim()) >= min,
      min === 1 ? "must not be empty" : `at least ${min} characters`,
    )
    .refine((text) => max === undefined || charactersOf(text) <= max, `at most ${max} characters`)
    .refine(
      (text) => maxBytes === undefined || bytesOf(text) <= maxBytes,
      `at most ${maxBytes} bytes in UTF-8`,
    );
}

/** A web address with its scheme; others (`javascript:`…) have no place behind a button. */
export const webAddress = z
  .string()
  .refine((text) => bytesOf(text) <= 2048, "at most 2048 bytes in UTF-8")
  .refine((text) => /^https?:\/\/[^\s/]/i.test(text) && URL.canParse(text), "not an http or https address");

/** One of our files, to be uploaded to WeCom before it is sent; the key of the media registry. */
export const fileKey = z.string().regex(/^[\w:.-]{1,128}$/, "not a file");

export const memberId = z.string().regex(/^[A-Za-z0-9][\w.@-]{0,63}$/, "not a user id");
export const appId = z.string().regex(/^wx[A-Za-z0-9]{1,62}$/, "not the id of a mini-programme");
const page = limited({ maxBytes: 1024 });

/** Where a tap leads. */
export const link = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("URL"), url: webAddress }),
  z.strictObject({ kind: z.literal("MINIPROGRAM"), appId, page: page.optional() }),
]);
export type Link = z.output<typeof link>;

export const pagePath = page;
