import type { Severity } from "../notification/notice.ts";
import type { Bilingual } from "../notification/notice.kinds.ts";

export const channelKinds = [
  "WECOM_ROBOT",
  "EMAIL",
  "DINGTALK_ROBOT",
  "FEISHU_BOT",
  "ALIYUN_SMS",
  "TENCENT_SMS",
  "WEBHOOK",
] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** GROUP: whoever reads the group or system behind it. The others go to single people. */
export type Reach = "GROUP" | "EMAIL" | "SMS";

export const fieldTypes = ["URL", "HOST", "PORT", "TEXT", "CHOICE"] as const;
export type FieldType = (typeof fieldTypes)[number];

export interface ChannelField {
  name: string;
  title: Bilingual;
  type: FieldType;
  /** Sealed, and never shown again. */
  isSecret: boolean;
  isRequired: boolean;
  /** Taken when nothing is given. */
  default?: string;
  choices?: readonly string[];
  pattern?: { form: RegExp; message: string };
}

/** At most so many in so long. */
export interface RateLimit {
  max: number;
  windowMs: number;
}

export interface ChannelKindFacts {
  title: Bilingual;
  reach: Reach;
  /** What a new channel of the kind takes: critical goes to all, warning to WeCom and e-mail, info to WeCom. */
  severities: readonly Severity[];
  /** The vendor's own, kept to on our side so that it never has to refuse. */
  limits: readonly RateLimit[];
  /** After an answer that did not come it may be sent once more. Of an SMS that costs money and is read as two alarms. */
  isRepeatable: boolean;
  fields: readonly ChannelField[];
}

const critical: readonly Severity[] = ["CRITICAL"];
const second = 1_000;
const minute = 60_000;

const robotUrl = (form: RegExp, message: string): ChannelField => ({
  name: "webhookUrl",
  title: { zh: "Webhook 地址", en: "Webhook address" },
  type: "URL",
  // The key in it is all that is needed to write to the group.
  isSecret: true,
  isRequired: true,
  pattern: { form, message },
});

const field = (name: string, zh: string, en: string, rest: Partial<ChannelField> = {}): ChannelField => ({
  name,
  title: { zh, en },
  type: "TEXT",
  isSecret: false,
  isRequired: true,
  ...rest,
});

const signature = field("secret", "加签密钥", "Signing secret", { isSecret: true, isRequired: false });

/** What there is to each kind of channel: forms, checks and limits follow from it. */
export const channelKindFacts: Readonly<Record<ChannelKind, ChannelKindFacts>> = {
  WECOM_ROBOT: {
    title: { zh: "企业微信群机器人", en: "WeCom group robot" },
    reach: "GROUP",
    severities: ["CRITICAL", "WARNING", "INFO"],
    // WeCom path/99110.
    limits: [{ max: 20, windowMs: minute }],
    isRepeatable: true,
    fields: [
      robotUrl(
        /^https?:\/\/[^/?#]+\/cgi-bin\/webhook\/send\?key=[\w-]{1,100}$/,
        "the address WeCom shows: https://…/cgi-bin/webhook/send?key=…",
      ),
    ],
  },
  EMAIL: {
    title: { zh: "邮件（SMTP）", en: "E-mail (SMTP)" },
    reach: "EMAIL",
    severities: ["CRITICAL", "WARNING"],
    limits: [{ max: 10, windowMs: second }],
    // With the same Message-ID, by which mail programs show it once.
    isRepeatable: true,
    fields: [
      field("host", "服务器", "Server", { type: "HOST" }),
      field("port", "端口", "Port", { type: "PORT", default: "465" }),
      field("security", "加密方式", "Encryption", {
        type: "CHOICE",
        choices: ["TLS", "STARTTLS", "NONE"],
        default: "TLS",
      }),
      field("username", "用户名", "User name", { isRequired: false }),
      field("password", "密码", "Password", { isSecret: true, isRequired: false }),
      field("from", "发件地址", "Sender", {
        pattern: { form: /^[^\s@<>]{1,64}@[^\s@<>]{1,190}$/, message: "an e-mail address" },
      }),
    ],
  },
  DINGTALK_ROBOT: {
    title: { zh: "钉钉群机器人", en: "DingTalk group robot" },
    reach: "GROUP",
    severities: critical,
    // More, and DingTalk says nothing for ten minutes.
    limits: [{ max: 20, windowMs: minute }],
    isRepeatable: true,
    fields: [
      robotUrl(
        /^https?:\/\/[^?#]+\/robot\/send\?access_token=[\w-]{1,200}$/,
        "the address DingTalk shows: https://…/robot/send?access_token=…",
      ),
      signature,
    ],
  },
  FEISHU_BOT: {
    title: { zh: "飞书群机器人", en: "Feishu group bot" },
    reach: "GROUP",
    severities: critical,
    limits: [
      { max: 100, windowMs: minute },
      { max: 5, windowMs: second },
    ],
    isRepeatable: true,
    fields: [
      robotUrl(
        /^https?:\/\/[^?#]+\/open-apis\/bot\/v2\/hook\/[\w-]{1,200}$/,
        "the address Feishu shows: https://…/open-apis/bot/v2/hook/…",
      ),
      signature,
    ],
  },
  ALIYUN_SMS: {
    title: { zh: "阿里云短信", en: "Aliyun SMS" },
    reach: "SMS",
    severities: critical,
    limits: [{ max: 20, windowMs: second }],
    isRepeatable: false,
    fields: [
      field("accessKeyId", "AccessKey ID", "AccessKey ID"),
      field("accessKeySecret", "AccessKey Secret", "AccessKey secret", { isSecret: true }),
      field("signName", "短信签名", "Signature"),
      field("templateCode", "模板编号", "Template code", {
        pattern: { form: /^SMS_\d{1,20}$/, message: "SMS_ and a number" },
      }),
      field("templateParameter", "模板变量名", "Template's variable", {
        default: "content",
        pattern: { form: /^[A-Za-z_]\w{0,30}$/, message: "the name of a variable" },
      }),
      field("endpoint", "接入地址", "Endpoint", { type: "URL", default: "https://dysmsapi.aliyuncs.com/" }),
    ],
  },
  TENCENT_SMS: {
    title: { zh: "腾讯云短信", en: "Tencent Cloud SMS" },
    reach: "SMS",
    severities: critical,
    limits: [{ max: 20, windowMs: second }],
    isRepeatable: false,
    fields: [
      field("secretId", "SecretId", "SecretId"),
      field("secretKey", "SecretKey", "SecretKey", { isSecret: true }),
      field("sdkAppId", "应用 ID", "SDK app id", {
        pattern: { form: /^\d{5,20}$/, message: "a number" },
      }),
      field("signName", "短信签名", "Signature"),
      field("templateId", "模板 ID", "Template id", { pattern: { form: /^\d{1,20}$/, message: "a number" } }),
      field("region", "地域", "Region", {
        default: "ap-guangzhou",
        pattern: { form: /^[a-z]{2}-[a-z0-9-]{2,30}$/, message: "a region of Tencent Cloud" },
      }),
      field("endpoint", "接入地址", "Endpoint", {
        type: "URL",
        default: "https://sms.tencentcloudapi.com/",
      }),
    ],
  },
  WEBHOOK: {
    title: { zh: "通用 Webhook", en: "Webhook" },
    reach: "GROUP",
    severities: critical,
    limits: [{ max: 50, windowMs: second }],
    isRepeatable: true,
    fields: [
      field("url", "地址", "Address", { type: "URL" }),
      field("secret", "签名密钥", "Signing secret", {
        isSecret: true,
        pattern: {
          form: /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/,
          message: "whsec_ and 24 to 64 random bytes in base64",
        },
      }),
    ],
  },
};
