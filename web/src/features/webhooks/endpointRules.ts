import * as z from "zod/mini";

/** "X-Api-Key: value" a line; a name alone keeps the value it has. */
export interface HeaderLine {
  name: string;
  value?: string;
}

const nameForm = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/;

/** The headers, or the line that is none. */
export function headersOf(text: string): HeaderLine[] | string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const headers: HeaderLine[] = [];
  for (const line of lines) {
    const [, name = "", value = ""] = /^\s*([^:\s]+)\s*(?::(.*))?$/.exec(line) ?? [];
    if (!nameForm.test(name)) return line.trim();
    headers.push({ name: name.toLowerCase(), ...(value.trim() !== "" && { value: value.trim() }) });
  }
  return headers;
}

const whole = /^[1-9]\d{0,2}$/;

export const endpointRules = z.object({
  url: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, "required"),
      z.maxLength(2_000, "tooLong"),
      z.regex(/^https?:\/\//i, "url"),
    ),
  description: z.string().check(z.trim(), z.maxLength(200, "tooLong")),
  eventTypes: z.array(z.string()).check(z.minLength(1, "chooseOne")),
  accountIds: z.array(z.string()),
  headers: z.string().check((payload) => {
    const parsed = headersOf(payload.value);
    if (typeof parsed === "string")
      payload.issues.push({ code: "custom", input: payload.value, message: `header|${parsed}` });
  }),
  maxPerSecond: z.string().check(z.regex(whole, "positive")),
  maxConcurrent: z.string().check(z.regex(whole, "positive")),
});

export type EndpointValues = z.infer<typeof endpointRules>;

export function inputOf({ headers, maxPerSecond, maxConcurrent, ...values }: EndpointValues) {
  const parsed = headersOf(headers);
  return {
    ...values,
    headers: typeof parsed === "string" ? [] : parsed,
    maxPerSecond: Number(maxPerSecond),
    maxConcurrent: Number(maxConcurrent),
  };
}
