import { createHmac } from "node:crypto";
import type { Poster } from "../../webhook/outbound/poster.ts";
import { refused } from "../adapter.ts";
import type { ChannelAdapter, Message, Outcome } from "../adapter.ts";
import { truncatedTo } from "./bytes.ts";
import { httpOutcome } from "./httpOutcome.ts";
import { json } from "./json.ts";

/** The whole body has 20 kB. */
const textMaxBytes = 12_000;
const blockedMs = 60_000;

/** A custom bot in a Feishu group. */
export function feishuBot(poster: Poster, clock: () => Date): ChannelAdapter {
  return {
    async send({ webhookUrl = "", secret = "" }, message): Promise<Outcome> {
      const timestamp = String(Math.floor(clock().getTime() / 1_000));
      const signature = secret === "" ? {} : { timestamp, sign: feishuSign(secret, timestamp) };
      const body = JSON.stringify({ ...signature, msg_type: "post", content: { post: postOf(message) } });
      return httpOutcome(await poster.post(webhookUrl, json, body), ({ code }, answer) => {
        switch (code) {
          case 0:
            return { kind: "DONE", reference: null, answer };
          case 11232:
            return refused("RATE_LIMITED", { isFinal: false, pauseMs: blockedMs, answer });
          case 19001:
          case 19021:
          case 19022:
            return refused("CREDENTIAL_REFUSED", { answer });
          default:
            return typeof code === "number" ? refused("CONTENT_REFUSED", { answer }) : undefined;
        }
      });
    },
  };
}

/** HMAC-SHA256 of nothing, keyed with `<seconds>\n<secret>`: the other way round than DingTalk's. */
export function feishuSign(secret: string, timestamp: string): string {
  return createHmac("sha256", `${timestamp}\n${secret}`).update("").digest("base64");
}

function postOf({ title, text, link, language }: Message) {
  const lines: object[][] = truncatedTo(text, textMaxBytes)
    .split("\n")
    .map((line) => [{ tag: "text", text: line }]);
  if (link !== null) lines.push([{ tag: "a", text: language === "zh" ? "查看详情" : "Open", href: link }]);
  return { [language === "zh" ? "zh_cn" : "en_us"]: { title, content: lines } };
}
