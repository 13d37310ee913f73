import type { z } from "zod";
import { invalid } from "./answer.ts";

/** The body or query as `rules` want it, or an INVALID_REQUEST that says where it is wrong. */
export function parse<Rules extends z.ZodType>(rules: Rules, value: unknown): z.output<Rules> {
  const result = rules.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(`${issue?.path.join(".") || "body"}: ${issue?.message ?? "malformed"}`.slice(0, 500));
}
