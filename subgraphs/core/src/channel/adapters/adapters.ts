import type { Poster } from "../../webhook/outbound/poster.ts";
import type { ChannelAdapter } from "../adapter.ts";
import type { ChannelKind } from "../channel.kinds.ts";
import { aliyunSms } from "./aliyunSms.ts";
import { dingtalkRobot } from "./dingtalkRobot.ts";
import { email } from "./email.ts";
import { feishuBot } from "./feishuBot.ts";
import type { MailServers } from "./mailServer.ts";
import { tencentSms } from "./tencentSms.ts";
import { webhook } from "./webhook.ts";
import { wecomRobot } from "./wecomRobot.ts";

export type Adapters = Readonly<Record<ChannelKind, ChannelAdapter>>;

/** One for each kind; none keeps anything, so all channels of a kind share it. */
export function adapters(poster: Poster, servers: MailServers, clock: () => Date): Adapters {
  return {
    WECOM_ROBOT: wecomRobot(poster),
    EMAIL: email(servers),
    DINGTALK_ROBOT: dingtalkRobot(poster, clock),
    FEISHU_BOT: feishuBot(poster, clock),
    ALIYUN_SMS: aliyunSms(poster, clock),
    TENCENT_SMS: tencentSms(poster, clock),
    WEBHOOK: webhook(poster, clock),
  };
}
