import type { InputIssue } from "@wegraph/kit/errors";
import { bytesOf } from "./content.fields.ts";
import type { ContentType, MessageContent } from "./content.ts";

/**
 * The ways a message can go: `app` to members (message/send), `appchat` to a group an application made, `robot` to
 * a group by a webhook, `customers` as a group send that an employee confirms, `kf` as 微信客服 to a customer who wrote.
 */
export const channels = ["app", "appchat", "robot", "customers", "kf"] as const;
export type Channel = (typeof channels)[number];

/** Types each way carries (WeCom path/90236, 90248, 99110, 92135, 94677). */
export const typesOf: Readonly<Record<Channel, readonly ContentType[]>> = {
  app: [
    "TEXT",
    "IMAGE",
    "VOICE",
    "VIDEO",
    "FILE",
    "LINK_CARD",
    "MINIPROGRAM",
    "MARKDOWN",
    "NEWS",
    "TEMPLATE_CARD",
  ],
  appchat: ["TEXT", "GROUP_TEXT", "IMAGE", "VOICE", "VIDEO", "FILE", "LINK_CARD", "MARKDOWN", "NEWS"],
  robot: ["TEXT", "GROUP_TEXT", "VOICE", "FILE", "MARKDOWN", "NEWS", "TEMPLATE_CARD"],
  customers: ["TEXT", "IMAGE", "VIDEO", "FILE", "LINK_CARD", "MINIPROGRAM"],
  kf: ["TEXT", "IMAGE", "VOICE", "VIDEO", "FILE", "LINK_CARD", "MINIPROGRAM"],
};

/** Bytes of a text; beyond it WeCom cuts off or refuses. */
const textMaxBytes: Readonly<Record<Channel, number>> = {
  app: 2048,
  appchat: 2048,
  robot: 2048,
  customers: 4000,
  kf: 2048,
};
const markdownMaxBytes: Readonly<Record<Channel, number>> = {
  app: 2048,
  appchat: 2048,
  robot: 4096,
  customers: 0,
  kf: 0,
};

/** What this content may not be on this way, though it is well-formed. */
export function channelIssues(content: MessageContent, channel: Channel): readonly InputIssue[] {
  if (!typesOf[channel].includes(content.type))
    return [{ path: ["type"], message: `not possible here; possible are ${typesOf[channel].join(", ")}` }];
  switch (content.type) {
    case "TEXT":
    case "GROUP_TEXT":
      return overBytes(["text"], content.text, textMaxBytes[channel]);
    case "MARKDOWN":
      return overBytes(["text"], content.text, markdownMaxBytes[channel]);
    case "LINK_CARD":
      return linkIssues(content, channel);
    case "MINIPROGRAM":
      return miniprogramIssues(content, channel);
    case "TEMPLATE_CARD":
      return channel === "robot" ? robotCardIssues(content.card.kind) : [];
    case "IMAGE":
    case "VOICE":
    case "VIDEO":
    case "FILE":
    case "NEWS":
      return [];
  }
}

type Of<Type extends ContentType> = Extract<MessageContent, { type: Type }>;

function linkIssues({ title, description, cover }: Of<"LINK_CARD">, channel: Channel): readonly InputIssue[] {
  if (channel !== "customers" && channel !== "kf") return [];
  return [
    ...overBytes(["title"], title, 128),
    ...overBytes(["description"], description, 512),
    ...(channel === "kf" && cover === undefined ? [missing("cover")] : []),
  ];
}

function miniprogramIssues(
  { title, page, cover, items }: Of<"MINIPROGRAM">,
  channel: Channel,
): readonly InputIssue[] {
  if (channel !== "customers" && channel !== "kf") return [];
  return [
    ...overBytes(["title"], title, 64),
    ...(page === undefined ? [missing("page")] : []),
    ...(cover === undefined ? [missing("cover")] : []),
    ...(items.length > 0 ? [{ path: ["items"], message: "only members are shown rows" }] : []),
  ];
}

function robotCardIssues(kind: Of<"TEMPLATE_CARD">["card"]["kind"]): readonly InputIssue[] {
  if (kind === "TEXT_NOTICE" || kind === "NEWS_NOTICE") return [];
  return [{ path: ["card", "kind"], message: "a robot's card cannot be answered" }];
}

function missing(field: string): InputIssue {
  return { path: [field], message: "is required here" };
}

function overBytes(path: readonly string[], text: string, max: number): readonly InputIssue[] {
  return bytesOf(text) <= max ? [] : [{ path, message: `at most ${max} bytes in UTF-8 here` }];
}
