import type { Running } from "./contenders.ts";
import { query, tokenFor, variablesFor } from "./request.ts";

/** The data a gateway answers, as text in which equal answers are equal. */
export async function answerOf({ port, path, withToken }: Running, from: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(withToken && { authorization: `Bearer ${tokenFor(from)}` }),
    },
    body: JSON.stringify({ query, variables: variablesFor(from) }),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  if (errors !== undefined || data == null) throw new Error(JSON.stringify({ data, errors }));
  return JSON.stringify(data);
}
