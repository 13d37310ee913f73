import type { Arrivals } from "./arrivals.ts";
import { headerOf, jsonOf } from "./receiver.ts";
import type { Receiver } from "./receiver.ts";

/** A system that is told by webhook, and takes what it is told. */
export function anyWebhook(arrivals: Arrivals): Receiver {
  return {
    name: "webhook",
    take(call) {
      const body = jsonOf(call);
      const data = typeof body === "object" && body !== null && "data" in body ? body.data : undefined;
      const title = typeof data === "object" && data !== null && "title" in data ? String(data.title) : "";
      arrivals.add({
        receiver: "webhook",
        to: call.path,
        title,
        text: call.raw,
        id: headerOf(call, "webhook-id"),
      });
      return { status: 200, body: { ok: true } };
    },
    refusal: (of) => ({ status: of === "limit" ? 429 : 401, body: { ok: false } }),
  };
}
