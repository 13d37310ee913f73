import { z } from "zod";
import { text, uuid } from "@wegraph/kit/validate";
import { webhookEventType } from "../catalogue/catalogue.ts";
import { urlLengthMax } from "../outbound/url.rules.ts";

export const endpointsMax = 20;
export const maxPerSecondDefault = 50;
export const maxConcurrentDefault = 5;
export const overlapHoursDefault = 24;
export const overlapHoursMax = 7 * 24;
const headersMax = 20;
const accountsMax = 200;

/** A token of RFC 9110, 5.6.2. */
const headerForm = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;
/** What we set ourselves, and what belongs to the connection. */
const ownHeaders =
  /^(?:webhook-.*|host|content-(?:length|type|encoding)|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|user-agent|proxy-.*)$/;

const headerName = z
  .string()
  .transform((name) => name.trim().toLowerCase())
  .pipe(
    z
      .string()
      .regex(headerForm, "not the name of a header")
      .refine((name) => !ownHeaders.test(name), "this header is set by the platform"),
  );

const headerValue = z
  .string()
  .transform((value) => value.trim())
  .pipe(
    z
      .string()
      .min(1, "must not be empty")
      .max(1_000, "at most 1000 characters")
      .regex(/^[\x20-\x7e]*$/, "printable ASCII only"),
  );

export const endpointFields = {
  url: z
    .string()
    .transform((url) => url.trim())
    .pipe(z.string().min(1, "must not be empty").max(urlLengthMax, `at most ${urlLengthMax} characters`)),
  description: text(0, 200),
  eventTypes: z
    .array(
      z
        .string()
        .max(100)
        .refine((type) => webhookEventType(type) !== undefined, "there is no such event type"),
    )
    .min(1, "at least one")
    .transform((types) => [...new Set(types)].toSorted()),
  accountIds: z
    .array(uuid())
    .max(accountsMax, `at most ${accountsMax}`)
    .transform((ids) => [...new Set(ids.map((id) => id.toLowerCase()))].toSorted()),
  headers: z
    .array(z.object({ name: headerName, value: headerValue.nullish() }))
    .max(headersMax, `at most ${headersMax}`)
    .refine(
      (headers) => new Set(headers.map(({ name }) => name)).size === headers.length,
      "a name only once",
    ),
  maxPerSecond: z.number().int().min(1, "at least 1").max(500, "at most 500"),
  maxConcurrent: z.number().int().min(1, "at least 1").max(20, "at most 20"),
};

/** "https://example.com/hook" of "https://example.com/hook?token=…": what may stand in the audit log. */
export function withoutQuery(url: string): string {
  return URL.canParse(url) ? `${new URL(url).origin}${new URL(url).pathname}` : "";
}
