import { z } from "zod";
import type { SettingDefinition } from "@wegraph/kit/liveSettings";

/** For an emergency: nothing goes out, and nothing is lost; what waits is sent when it is switched on again. */
export const webhookSending: SettingDefinition<boolean> = {
  key: "webhook.is-sending",
  schema: z.boolean(),
  default: true,
  scopes: ["PLATFORM"],
  title: { zh: "发送 Webhook", en: "Send webhooks" },
  description: {
    zh: "关闭后平台暂停向外发送 Webhook；事件照常保留，重新开启后继续发送。",
    en: "Off: the platform sends no webhooks. Events are kept, and sent once it is on again.",
  },
};
