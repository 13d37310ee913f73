import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Arrivals } from "../receivers/arrivals.ts";
import { CallWindow } from "../receivers/callWindow.ts";
import { jsonOf } from "../receivers/receiver.ts";
import type { Receiver, ReceiverAnswer, ReceiverCall } from "../receivers/receiver.ts";

/** Of every robot whose token begins with "signed"; the others are let in by their token alone. */
const dingtalkSecret = "SECsimulator";
const goodMs = 3_600_000;

const bodyShape = z.object({
  msgtype: z.literal("markdown"),
  markdown: z.object({ title: z.string().min(1), text: z.string().min(1) }),
});

/** DingTalk's custom robots: POST /robot/send?access_token=…&timestamp=…&sign=… */
export function dingtalk(arrivals: Arrivals, now: () => number): Receiver {
  const window = new CallWindow({ max: 20, windowMs: 60_000, blockedMs: 600_000 }, now);
  return {
    name: "dingtalk",
    take(call) {
      const token = call.query.get("access_token") ?? "";
      if (call.path !== "/robot/send" || token === "") return error(300001, "token is not exist");
      if (token.startsWith("signed") && !isSigned(call, now()))
        return error(310000, "sign not match, more: [https://ding-doc.dingtalk.com]");
      if (!window.take(token)) return error(130101, "send too fast, exceed 20 times per minute");
      const body = bodyShape.safeParse(jsonOf(call));
      if (!body.success) return error(40035, "缺少参数 json");
      const { title, text } = body.data.markdown;
      arrivals.add({ receiver: "dingtalk", to: token, title, text, id: "" });
      return error(0, "ok");
    },
    refusal: (of) =>
      of === "limit"
        ? error(130101, "send too fast, exceed 20 times per minute")
        : error(310000, "sign not match, more: [https://ding-doc.dingtalk.com]"),
  };
}

function isSigned({ query }: ReceiverCall, now: number): boolean {
  const timestamp = query.get("timestamp") ?? "";
  if (!/^\d{13}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > goodMs) return false;
  const expected = createHmac("sha256", dingtalkSecret)
    .update(`${timestamp}\n${dingtalkSecret}`)
    .digest("base64");
  return query.get("sign") === expected;
}

function error(errcode: number, errmsg: string): ReceiverAnswer {
  return { status: 200, body: { errcode, errmsg } };
}
