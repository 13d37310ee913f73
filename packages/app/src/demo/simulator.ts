import { request } from "undici";

/** The simulator's own door, for what a real provider would already know and what people do at WeCom. */
export async function tell<T = unknown>(
  simulatorUrl: string,
  method: "GET" | "POST" | "PUT",
  path: string,
  body?: object,
): Promise<T> {
  const { statusCode, body: answer } = await request(`${simulatorUrl}/control/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (statusCode >= 300)
    throw new Error(`The simulator refused ${path} with ${statusCode}: ${text.slice(0, 500)}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller knows the simulator's answer; a demo that is wrong about it stops
  return (text === "" ? null : JSON.parse(text)) as T;
}
