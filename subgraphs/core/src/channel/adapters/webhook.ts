import type { Poster } from "../../webhook/outbound/poster.ts";
import { signedHeaders } from "../../webhook/signature.ts";
import { refused } from "../adapter.ts";
import type { ChannelAdapter, Outcome } from "../adapter.ts";
import { httpOutcome, shownAnswer } from "./httpOutcome.ts";
import { json } from "./json.ts";

/** Any system: one JSON object for each notice, signed as webhooks are (Standard Webhooks 1.0). */
export function webhook(poster: Poster, clock: () => Date): ChannelAdapter {
  return {
    async send({ url = "", secret = "" }, message): Promise<Outcome> {
      const { id, title, text, severity, kind, link, at } = message;
      const data = { title, text, severity, kind, link };
      const body = JSON.stringify({ id, type: "notice.posted.v1", timestamp: at.toISOString(), data });
      const headers = { ...json, ...signedHeaders([secret], { id, body, at: clock() }) };
      const answer = await poster.post(url, headers, body);
      if (answer.failure === null) return { kind: "DONE", reference: null, answer: shownAnswer(answer) };
      return httpOutcome(answer, (_, shown) =>
        answer.statusCode === 401 || answer.statusCode === 403
          ? refused("CREDENTIAL_REFUSED", { answer: shown })
          : undefined,
      );
    },
  };
}
