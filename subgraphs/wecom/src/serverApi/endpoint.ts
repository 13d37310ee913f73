import { z } from "zod";
import { accepted, refusedBy, unknown } from "./outcome.ts";
import type { ApiOutcome } from "./outcome.ts";
import type { WireAnswer } from "./wecomHttp.ts";

/** One call of the server API: where it is, and what an answer must have. */
export interface Endpoint<T> {
  /** Below `/cgi-bin/`: also the name limits and metrics go by. */
  readonly api: string;
  readonly method: "GET" | "POST";
  readonly answer: z.ZodType<T>;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

export function endpoint<T>(method: "GET" | "POST", api: string, answer: z.ZodType<T>): Endpoint<T> {
  return { api, method, answer };
}

/** Unknown fields are dropped, so that a newer WeCom does not break an older client. */
export const nothing = z.object({}).transform(() => null);

export const texts = z.array(z.string()).default([]);
/** `a|b|c`, as WeCom lists whom it could not reach. */
export const piped = z
  .string()
  .default("")
  .transform((text) => text.split("|").filter(Boolean));
/** Unix seconds, as a number or in quotes. */
export const seconds = z.coerce.number().transform((value) => new Date(value * 1000));

const envelope = z.object({ errcode: z.int().default(0), errmsg: z.string().default("") });

/** What an answer means: HTTP 200 says nothing yet, `errcode` does (WeCom path/90313). */
export function outcomeOf<T>({ status, bytes }: WireAnswer, { answer }: Endpoint<T>): ApiOutcome<T> {
  if (status < 200 || status > 299) return unknown("server_error", `status ${status}`);
  const value = parseJson(bytes);
  const head = envelope.safeParse(value);
  if (!head.success) return unknown("malformed_answer", "The answer is not WeCom's.");
  const { errcode, errmsg } = head.data;
  if (errcode !== 0) return refusedBy(errcode, errmsg);
  const parsed = answer.safeParse(value);
  if (parsed.success) return accepted(parsed.data);
  const [issue] = parsed.error.issues;
  return unknown("malformed_answer", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
}

export function pathOf(api: string, query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `/cgi-bin/${api}${pairs.length > 0 ? `?${pairs.join("&")}` : ""}`;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
