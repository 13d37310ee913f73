import { z } from "zod";
import type { LiveSettings, SettingDefinition } from "@wegraph/kit/liveSettings";
import { messagePool } from "../message.timings.ts";
import type { MessagePool } from "../message.timings.ts";

/** More than a process's connections to WeCom would only wait for one. */
export const requestsMax = 512;
const requests = z.number().int().min(1).max(requestsMax);

/** How many requests to WeCom one process has under way at a time. */
export const sendingRequests: SettingDefinition<{ single: number; bulk: number }> = {
  key: "message-sending.requests",
  schema: z.object({ single: requests, bulk: requests }),
  default: { single: messagePool.requests.SINGLE, bulk: messagePool.requests.BULK },
  scopes: ["SERVICE"],
  title: { zh: "发送并发", en: "Sending at a time" },
  description: {
    zh: "每个进程同时向企业微信发出的请求数：single 为单发通道，bulk 为批量通道。",
    en: "Requests to WeCom that one process has under way: single for single messages, bulk for batches.",
  },
};

/** What the setting says; what the process was started with while nobody says anything. */
export function requestsOf(settings: LiveSettings, pool: MessagePool): MessagePool["requests"] {
  const said = settings.get(sendingRequests);
  return said === sendingRequests.default ? pool.requests : { SINGLE: said.single, BULK: said.bulk };
}
