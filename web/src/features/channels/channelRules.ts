import * as z from "zod/mini";
import type {
  CreateNotificationChannelInput,
  NotificationChannelKind,
  NotificationChannelKindsQuery,
} from "../../gql/graphql.ts";

export const channelKinds = [
  "WECOM_ROBOT",
  "EMAIL",
  "DINGTALK_ROBOT",
  "FEISHU_BOT",
  "ALIYUN_SMS",
  "TENCENT_SMS",
  "WEBHOOK",
] as const satisfies readonly NotificationChannelKind[];

export type KindInfo = NotificationChannelKindsQuery["notificationChannelKinds"][number];

export const channelRules = z.object({
  kind: z.enum(channelKinds),
  name: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(60, "tooLong")),
  language: z.enum(["zh", "en"]),
  severities: z.array(z.enum(["CRITICAL", "WARNING", "INFO"])),
  values: z.record(z.string(), z.string()),
});

export type ChannelValues = z.infer<typeof channelRules>;

/** What is sent of the settings: of secret ones only what was typed, for the others cannot be read back. */
export function settingsOf(
  { fields }: KindInfo,
  values: Readonly<Record<string, string>>,
): CreateNotificationChannelInput["settings"] {
  return fields.flatMap(({ name, isSecret }) => {
    const value = (values[name] ?? "").trim();
    return isSecret && value === "" ? [] : [{ name, value }];
  });
}

/** A signing secret as Standard Webhooks wants it. */
export function freshSigningSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}
