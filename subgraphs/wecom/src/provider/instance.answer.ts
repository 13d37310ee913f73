import type { z } from "zod";
import type { HttpAnswer } from "./exchange.ts";
import { errorAnswer } from "./instance.schema.ts";
import type { Outcome, RefusalCode, Refused } from "./provider.ts";

/** The protocol's codes, and ours for them. A code that is not here tells us nothing certain. */
const refusals: ReadonlySet<string> = new Set<RefusalCode>([
  "UNAUTHORIZED",
  "INSTANCE_NOT_FOUND",
  "ALREADY_ONLINE",
  "WRONG_STATE",
  "LOGIN_REQUIRED",
  "CODE_WRONG",
  "LIMIT_REACHED",
  "INVALID_REQUEST",
  "RATE_LIMITED",
  "UNAVAILABLE",
]);

const retryAfterMaxMs = 3_600_000;

/** What an HTTP answer means under the instance protocol. */
export function outcomeOf<T>(answer: HttpAnswer, rules: z.ZodType<T>): Outcome<T> {
  const { status, text } = answer;
  const value = parseJson(text);
  if (status >= 200 && status < 300) {
    const parsed = rules.safeParse(value);
    if (parsed.success) return { kind: "done", value: parsed.data };
    const [issue] = parsed.error.issues;
    const where = issue?.path.join(".") ?? "";
    return {
      kind: "unknown",
      cause: "malformed_answer",
      message: `${status}: ${where} ${issue?.message ?? ""}`,
    };
  }
  const refused = refusalOf(answer, value);
  if (refused) return refused;
  const cause = status >= 500 ? "server_error" : "malformed_answer";
  return { kind: "unknown", cause, message: `status ${status}` };
}

function refusalOf(answer: HttpAnswer, value: unknown): Refused | undefined {
  const { status, retryAfter } = answer;
  const { data } = errorAnswer.safeParse(value);
  const code = refusalCode(status, data?.error.code);
  if (!code) return undefined;
  return {
    kind: "refused",
    code,
    message: data?.error.message ?? `status ${status}`,
    attemptsLeft: data?.error.attemptsLeft,
    retryAfterMs: msOf(retryAfter),
  };
}

function refusalCode(status: number, code: string | undefined): RefusalCode | undefined {
  if (isRefusal(code)) return code;
  // A proxy on the way does not know the protocol, but these two from anybody mean "not done".
  if (status === 401) return "UNAUTHORIZED";
  if (status === 429) return "RATE_LIMITED";
  return undefined;
}

function isRefusal(code: string | undefined): code is RefusalCode {
  return code !== undefined && refusals.has(code);
}

function msOf(retryAfter: string): number | undefined {
  return /^\d{1,9}$/.test(retryAfter) ? Math.min(Number(retryAfter) * 1000, retryAfterMaxMs) : undefined;
}

/** Undefined is no valid answer to anything but a 204. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
