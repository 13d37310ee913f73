/** Per what a limit is counted. */
export type LimitScope =
  | "corp_api"
  | "ip_api"
  | "app"
  | "app_member"
  | "corp"
  | "robot"
  | "customer"
  | "account";

/** What WeCom does with the excess: refuses it with an errcode, or drops it without a word. */
export type Excess = "refused" | "dropped";

export interface ProviderLimit {
  readonly key: LimitKey;
  readonly scope: LimitScope;
  readonly windowSeconds: number;
  /** Calls, or deliveries to one person, in the window; `perSeat` multiplies by the corp's account limit. */
  readonly max: number;
  readonly perSeat?: true;
  readonly excess: Excess;
  /** How long WeCom refuses once it is exceeded. */
  readonly blockSeconds: number;
  /** Page of WeCom's documentation, and the day it was read or dated. */
  readonly source: string;
  readonly dated: string;
}

export type LimitKey = (typeof rows)[number]["key"];

const minute = 60;
const hour = 3_600;
const day = 86_400;
const month = 30 * day;

const frequencies = {
  source: "https://developer.work.weixin.qq.com/document/path/90312",
  dated: "2023-08-28",
} as const;
const appMessages = {
  source: "https://developer.work.weixin.qq.com/document/path/90236",
  dated: "2025-09-24",
} as const;
const groupChats = {
  source: "https://developer.work.weixin.qq.com/document/path/90248",
  dated: "2026-02-12",
} as const;
const robots = {
  source: "https://developer.work.weixin.qq.com/document/path/99110",
  dated: "2026-02-12",
} as const;
const groupSends = {
  source: "https://developer.work.weixin.qq.com/document/path/92135",
  dated: "2026-02-12",
} as const;
const customerService = {
  source: "https://developer.work.weixin.qq.com/document/path/94677",
  dated: "2026-02-12",
} as const;

const rows = [
  {
    key: "corp_api_minute",
    scope: "corp_api",
    windowSeconds: minute,
    max: 10_000,
    excess: "refused",
    blockSeconds: minute,
    ...frequencies,
  },
  {
    key: "corp_api_hour",
    scope: "corp_api",
    windowSeconds: hour,
    max: 150_000,
    excess: "refused",
    blockSeconds: hour,
    ...frequencies,
  },
  {
    key: "ip_api_minute",
    scope: "ip_api",
    windowSeconds: minute,
    max: 20_000,
    excess: "refused",
    blockSeconds: minute,
    ...frequencies,
  },
  {
    key: "ip_api_hour",
    scope: "ip_api",
    windowSeconds: hour,
    max: 600_000,
    excess: "refused",
    blockSeconds: hour,
    ...frequencies,
  },
  {
    key: "app_day",
    scope: "app",
    windowSeconds: day,
    max: 200,
    perSeat: true,
    excess: "refused",
    blockSeconds: day,
    ...appMessages,
  },
  {
    key: "app_member_minute",
    scope: "app_member",
    windowSeconds: minute,
    max: 30,
    excess: "dropped",
    blockSeconds: minute,
    ...appMessages,
  },
  {
    key: "app_member_hour",
    scope: "app_member",
    windowSeconds: hour,
    max: 1_000,
    excess: "dropped",
    blockSeconds: hour,
    ...appMessages,
  },
  {
    key: "appchat_create_day",
    scope: "corp",
    windowSeconds: day,
    max: 1_000,
    excess: "refused",
    blockSeconds: day,
    ...frequencies,
  },
  {
    key: "appchat_update_hour",
    scope: "corp",
    windowSeconds: hour,
    max: 1_000,
    excess: "refused",
    blockSeconds: hour,
    ...frequencies,
  },
  {
    key: "appchat_send_minute",
    scope: "corp",
    windowSeconds: minute,
    max: 20_000,
    excess: "refused",
    blockSeconds: minute,
    ...frequencies,
  },
  {
    key: "appchat_member_minute",
    scope: "app_member",
    windowSeconds: minute,
    max: 200,
    excess: "dropped",
    blockSeconds: minute,
    ...groupChats,
  },
  {
    key: "appchat_member_day",
    scope: "app_member",
    windowSeconds: day,
    max: 10_000,
    excess: "dropped",
    blockSeconds: day,
    ...groupChats,
  },
  {
    key: "jsapi_ticket_corp_hour",
    scope: "corp",
    windowSeconds: hour,
    max: 400,
    excess: "refused",
    blockSeconds: hour,
    ...frequencies,
  },
  {
    key: "jsapi_ticket_app_hour",
    scope: "app",
    windowSeconds: hour,
    max: 100,
    excess: "refused",
    blockSeconds: hour,
    ...frequencies,
  },
  {
    key: "uploadimg_day",
    scope: "corp",
    windowSeconds: day,
    max: 1_000,
    excess: "refused",
    blockSeconds: day,
    ...frequencies,
  },
  {
    key: "uploadimg_month",
    scope: "corp",
    windowSeconds: month,
    max: 3_000,
    excess: "refused",
    blockSeconds: month,
    ...frequencies,
  },
  {
    key: "robot_minute",
    scope: "robot",
    windowSeconds: minute,
    max: 20,
    excess: "refused",
    blockSeconds: minute,
    ...robots,
  },
  // As many as the month has days; 28 is what every month allows.
  {
    key: "customer_group_send_month",
    scope: "customer",
    windowSeconds: month,
    max: 28,
    excess: "refused",
    blockSeconds: month,
    ...groupSends,
  },
  {
    key: "kf_messages_per_turn",
    scope: "customer",
    windowSeconds: 2 * day,
    max: 5,
    excess: "refused",
    blockSeconds: 0,
    ...customerService,
  },
] as const satisfies readonly (Omit<ProviderLimit, "key"> & { key: string })[];

/** Every limit WeCom publishes for what we call. Data: an editable copy of it is what a batch is planned against. */
export const providerLimits: readonly ProviderLimit[] = rows;

/** Sizes of one call. */
export const callLimits = {
  usersPerSend: 1_000,
  partiesPerSend: 100,
  tagsPerSend: 100,
  customersPerGroupSend: 10_000,
  groupsPerGroupSend: 2_000,
  duplicateCheckSecondsMax: 14_400,
  recallWithinSeconds: day,
  cardUpdateWithinSeconds: 3 * day,
  mediaLifeSeconds: 3 * day,
  kfWindowSeconds: 2 * day,
  welcomeWithinSeconds: 20,
} as const;

export function limitOf(key: LimitKey): ProviderLimit {
  const limit = providerLimits.find((each) => each.key === key);
  if (!limit) throw new RangeError(`There is no limit ${key}.`);
  return limit;
}
