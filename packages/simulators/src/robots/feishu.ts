import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Arrivals } from "../receivers/arrivals.ts";
import { CallWindow } from "../receivers/callWindow.ts";
import { jsonOf } from "../receivers/receiver.ts";
import type { Receiver, ReceiverAnswer } from "../receivers/receiver.ts";

/** Of every bot whose token begins with "signed". */
const feishuSecret = "feishu-simulator";
const goodSeconds = 3_600;

const post = z.object({
  title: z.string(),
  content: z.array(
    z.array(z.object({ tag: z.string(), text: z.string().optional(), href: z.string().optional() })),
  ),
});
const bodyShape = z.object({
  timestamp: z.string().optional(),
  sign: z.string().optional(),
  msg_type: z.literal("post"),
  content: z.object({ post: z.object({ zh_cn: post.optional(), en_us: post.optional() }) }),
});

/** Feishu's custom bots: POST /open-apis/bot/v2/hook/<token> */
export function feishu(arrivals: Arrivals, now: () => number): Receiver {
  const minute = new CallWindow({ max: 100, windowMs: 60_000, blockedMs: 60_000 }, now);
  const second = new CallWindow({ max: 5, windowMs: 1_000, blockedMs: 1_000 }, now);
  return {
    name: "feishu",
    take(call) {
      const [, token] = /^\/open-apis\/bot\/v2\/hook\/([\w-]+)$/.exec(call.path) ?? [];
      if (token === undefined) return error(19001, "param invalid: incoming webhook access token invalid");
      const body = bodyShape.safeParse(jsonOf(call));
      if (!body.success) return error(9499, "Bad Request");
      const { timestamp = "", sign, content } = body.data;
      if (token.startsWith("signed") && (sign !== signOf(timestamp) || !isRecent(timestamp, now())))
        return error(19021, "sign match fail or timestamp is not within one hour from current time");
      if (!minute.take(token) || !second.take(token)) return error(11232, "frequency limited psm");
      const words = content.post.zh_cn ?? content.post.en_us;
      const text = (words?.content ?? [])
        .map((line) => line.map((part) => part.text ?? "").join(""))
        .join("\n");
      arrivals.add({ receiver: "feishu", to: token, title: words?.title ?? "", text, id: "" });
      return {
        status: 200,
        body: { code: 0, msg: "success", data: {}, StatusCode: 0, StatusMessage: "success" },
      };
    },
    refusal: (of) =>
      of === "limit"
        ? error(11232, "frequency limited psm")
        : error(19021, "sign match fail or timestamp is not within one hour from current time"),
  };
}

function signOf(timestamp: string): string {
  return createHmac("sha256", `${timestamp}\n${feishuSecret}`).digest("base64");
}

function isRecent(timestamp: string, now: number): boolean {
  return /^\d{10}$/.test(timestamp) && Math.abs(now / 1_000 - Number(timestamp)) <= goodSeconds;
}

function error(code: number, msg: string): ReceiverAnswer {
  return { status: 200, body: { code, msg, data: {} } };
}
