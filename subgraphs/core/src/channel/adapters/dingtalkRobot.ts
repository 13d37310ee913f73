import { createHmac } from "node:crypto";
import type { Poster } from "../../webhook/outbound/poster.ts";
import { refused } from "../adapter.ts";
import type { ChannelAdapter, Message, Outcome } from "../adapter.ts";
import { truncatedTo } from "./bytes.ts";
import { httpOutcome } from "./httpOutcome.ts";
import { json } from "./json.ts";

/** DingTalk takes 20,000 bytes of body. */
const textMaxBytes = 16_000;
/** Whoever exceeds 20 a minute is not heard for ten. */
const blockedMs = 600_000;

/** A custom robot in a DingTalk group. */
export function dingtalkRobot(poster: Poster, clock: () => Date): ChannelAdapter {
  return {
    async send({ webhookUrl = "", secret = "" }, message): Promise<Outcome> {
      const address = secret === "" ? webhookUrl : `${webhookUrl}&${signed(secret, clock())}`;
      const markdown = { title: truncatedTo(message.title, 200), text: markdownOf(message) };
      const body = JSON.stringify({ msgtype: "markdown", markdown, at: { isAtAll: false } });
      return httpOutcome(await poster.post(address, json, body), ({ errcode }, answer) => {
        switch (errcode) {
          case 0:
            return { kind: "DONE", reference: null, answer };
          case 130101:
          case 410100:
            return refused("RATE_LIMITED", { isFinal: false, pauseMs: blockedMs, answer });
          case 300001:
          case 310000:
            return refused("CREDENTIAL_REFUSED", { answer });
          case -1:
            return refused("SERVER_ERROR", { isFinal: false, answer });
          default:
            return typeof errcode === "number" ? refused("CONTENT_REFUSED", { answer }) : undefined;
        }
      });
    },
  };
}

/** HMAC-SHA256 of `<milliseconds>\n<secret>`, keyed with the secret; good for an hour. */
export function dingtalkSign(secret: string, timestampMs: number): string {
  return createHmac("sha256", secret).update(`${timestampMs}\n${secret}`).digest("base64");
}

function signed(secret: string, now: Date): string {
  const timestamp = now.getTime();
  return `timestamp=${timestamp}&sign=${encodeURIComponent(dingtalkSign(secret, timestamp))}`;
}

function markdownOf({ title, text, link, language }: Message): string {
  const foot = link === null ? "" : `\n\n[${language === "zh" ? "查看详情" : "Open"}](${link})`;
  // One line break is none in their Markdown.
  return `### ${title}\n\n${truncatedTo(text, textMaxBytes).replaceAll("\n", "\n\n")}${foot}`;
}
