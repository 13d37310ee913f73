import type { Poster } from "../../webhook/outbound/poster.ts";
import { refused } from "../adapter.ts";
import type { ChannelAdapter, Message, Outcome } from "../adapter.ts";
import { truncatedTo } from "./bytes.ts";
import { httpOutcome } from "./httpOutcome.ts";
import { json } from "./json.ts";

/** WeCom path/99110. */
const contentMaxBytes = 4_096;
/** Whoever exceeds a minute's limit is refused for a minute. */
const blockedMs = 60_000;

const colours = { CRITICAL: "warning", WARNING: "comment", INFO: "info" } as const;

/** A robot in a WeCom group: the key in its address is its credential. */
export function wecomRobot(poster: Poster): ChannelAdapter {
  return {
    async send({ webhookUrl = "" }, message): Promise<Outcome> {
      const body = JSON.stringify({ msgtype: "markdown", markdown: { content: wecomMarkdown(message) } });
      return httpOutcome(await poster.post(webhookUrl, json, body), ({ errcode }, answer) => {
        switch (errcode) {
          case 0:
            return { kind: "DONE", reference: null, answer };
          case 45009:
            return refused("RATE_LIMITED", { isFinal: false, pauseMs: blockedMs, answer });
          case 93000:
            return refused("CREDENTIAL_REFUSED", { answer });
          case -1:
          case 45033:
            return refused("SERVER_ERROR", { isFinal: false, answer });
          default:
            return typeof errcode === "number" ? refused("CONTENT_REFUSED", { answer }) : undefined;
        }
      });
    },
  };
}

export function wecomMarkdown({ title, text, severity, link, language }: Message): string {
  const head = `**<font color="${colours[severity]}">${plain(title)}</font>**\n`;
  const foot = link === null ? "" : `\n[${language === "zh" ? "查看详情" : "Open"}](${link})`;
  const room = contentMaxBytes - Buffer.byteLength(head) - Buffer.byteLength(foot);
  return head + truncatedTo(plain(text), room) + foot;
}

/** What people typed into a name must not become a link or a mention of everybody. */
function plain(text: string): string {
  return text.replaceAll("<", "＜").replaceAll("](", "] (");
}
