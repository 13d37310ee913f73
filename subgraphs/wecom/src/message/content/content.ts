import type { InputIssue } from "@wegraph/kit/errors";
import { z } from "zod";
import { templateCard } from "./card.content.ts";
import { appId, fileKey, limited, memberId, pagePath, webAddress } from "./content.fields.ts";
import { channelIssues } from "./content.channels.ts";
import type { Channel } from "./content.channels.ts";

/**
 * What may be said, one checked shape per type. Limits are WeCom's (path/90236, 90248, 92135, 99110), in characters or
 * in bytes of UTF-8 as it counts them; a text WeCom would cut off silently is refused. The shape allows what any
 * channel allows; `channelIssues` knows what a given one does not.
 */
export const messageContent = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("TEXT"), text: limited({ maxBytes: 4000 }) }),
  z.strictObject({
    type: z.literal("GROUP_TEXT"),
    text: limited({ maxBytes: 2048 }),
    mentions: z.array(memberId).max(1000).default([]),
    mentionsAll: z.boolean().default(false),
  }),
  z.strictObject({ type: z.literal("MARKDOWN"), text: limited({ maxBytes: 4096 }) }),
  z.strictObject({ type: z.literal("IMAGE"), file: fileKey }),
  z.strictObject({ type: z.literal("VOICE"), file: fileKey }),
  z.strictObject({
    type: z.literal("VIDEO"),
    file: fileKey,
    title: limited({ maxBytes: 128 }).optional(),
    description: limited({ maxBytes: 512 }).optional(),
  }),
  z.strictObject({ type: z.literal("FILE"), file: fileKey }),
  z.strictObject({
    type: z.literal("LINK_CARD"),
    title: limited({ max: 128 }),
    description: limited({ max: 512 }),
    url: webAddress,
    buttonText: limited({ max: 4 }).optional(),
    /** Only customers are shown one. */
    cover: fileKey.optional(),
    coverUrl: webAddress.optional(),
  }),
  z.strictObject({
    type: z.literal("MINIPROGRAM"),
    appId,
    page: pagePath.optional(),
    title: limited({ min: 4, max: 12 }),
    description: limited({ min: 4, max: 12 }).optional(),
    emphasizeFirst: z.boolean().default(false),
    items: z
      .array(z.strictObject({ key: limited({ max: 10 }), value: limited({ max: 30 }) }))
      .max(10)
      .default([]),
    /** Only customers are shown one, and for them it is required. */
    cover: fileKey.optional(),
  }),
  z.strictObject({
    type: z.literal("NEWS"),
    articles: z
      .array(
        z
          .strictObject({
            title: limited({ maxBytes: 128 }),
            description: limited({ maxBytes: 512 }).optional(),
            url: webAddress.optional(),
            pictureUrl: webAddress.optional(),
            appId: appId.optional(),
            page: pagePath.optional(),
          })
          .refine(
            ({ url, appId: app, page }) => url !== undefined || (app !== undefined && page !== undefined),
            {
              message: "needs an address, or a mini-programme and its page",
              path: ["url"],
            },
          ),
      )
      .min(1, "at least one article")
      .max(8, "at most 8 articles"),
  }),
  z.strictObject({ type: z.literal("TEMPLATE_CARD"), card: templateCard }),
]);

export type MessageContent = z.output<typeof messageContent>;
/** What may be given: defaults left out. */
export type MessageContentInput = z.input<typeof messageContent>;
export type ContentType = MessageContent["type"];

export type CheckedContent =
  | { readonly ok: true; readonly content: MessageContent }
  | { readonly ok: false; readonly issues: readonly InputIssue[] };

/** The content as it will be sent, or everything that is wrong with it. `path` leads to it from the argument down. */
export function checkContent(
  value: unknown,
  channel: Channel,
  path: readonly (string | number)[] = [],
): CheckedContent {
  const parsed = messageContent.safeParse(value);
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({
      path: [...path, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))],
      message: issue.message,
    }));
    return { ok: false, issues };
  }
  const issues = channelIssues(parsed.data, channel).map((issue) => ({
    ...issue,
    path: [...path, ...issue.path],
  }));
  return issues.length > 0 ? { ok: false, issues } : { ok: true, content: parsed.data };
}
