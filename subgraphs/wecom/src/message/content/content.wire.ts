import { isInteractive } from "./card.content.ts";
import { cardBody } from "./card.wire.ts";
import type { MessageContent } from "./content.ts";
import { defined, lookUpIn } from "./wireBody.ts";
import type { MediaIdOf, MediaIds, WireBody } from "./wireBody.ts";

/** Where a message goes. `mediaIds` must have an entry for each of `filesOf(content)`. */
export type Target = { readonly mediaIds?: MediaIds } & (AppTarget | ChatTarget | RobotTarget | KfTarget);

export interface AppTarget {
  readonly channel: "app";
  readonly agentId: number;
  /** ≤ 1000 user ids, or everybody the application can see. */
  readonly users?: readonly string[] | "all";
  /** ≤ 100 department ids. */
  readonly parties?: readonly number[];
  /** ≤ 100 tag ids. */
  readonly tags?: readonly number[];
  /** Shown with a watermark, not to be shared. */
  readonly isConfidential?: boolean;
  /** Within it WeCom drops a repeat of the very same request; up to 4 h. What makes repeating an unknown outcome safe. */
  readonly duplicateCheckSeconds?: number;
  /** By it a card that can be answered is known again; no second card of the application may have it. */
  readonly taskId?: string;
}

export interface ChatTarget {
  readonly channel: "appchat";
  readonly chatId: string;
  readonly isConfidential?: boolean;
}

export interface RobotTarget {
  readonly channel: "robot";
}

export interface KfTarget {
  readonly channel: "kf";
  readonly openKfId: string;
  readonly externalUserId: string;
  /** Ours, ≤ 32 of `0-9a-zA-Z-_`: WeCom refuses a second message with it. */
  readonly msgId?: string;
}

/**
 * The body of `message/send`, `appchat/send`, `webhook/send` or `kf/send_msg` (WeCom path/90236, 90248, 99110, 94677). Pure,
 * and the same bytes for the same arguments, on which WeCom's check for duplicates rests.
 *
 * @throws RangeError for a file without a media id: nothing of ours may reach WeCom half-made.
 */
export function toWecomBody(content: MessageContent, target: Target): WireBody {
  const mediaIdOf = lookUpIn(target.mediaIds ?? {});
  const [msgtype, body] =
    target.channel === "kf" ? kfBody(content, mediaIdOf) : memberBody(content, target, mediaIdOf);
  return { ...head(target), msgtype, [msgtype]: body, ...tail(target) };
}

/** Our files that must be uploaded before the message can go, with what WeCom must take them for. */
export function filesOf(content: MessageContent): readonly { key: string; kind: MediaKind }[] {
  switch (content.type) {
    case "IMAGE":
      return [{ key: content.file, kind: "image" }];
    case "VOICE":
      return [{ key: content.file, kind: "voice" }];
    case "VIDEO":
      return [{ key: content.file, kind: "video" }];
    case "FILE":
      return [{ key: content.file, kind: "file" }];
    case "LINK_CARD":
    case "MINIPROGRAM":
      return content.cover === undefined ? [] : [{ key: content.cover, kind: "image" }];
    case "TEMPLATE_CARD":
      return "rows" in content.card
        ? content.card.rows.flatMap(({ link }) =>
            link?.kind === "FILE" ? [{ key: link.file, kind: "file" as const }] : [],
          )
        : [];
    case "TEXT":
    case "GROUP_TEXT":
    case "MARKDOWN":
    case "NEWS":
      return [];
  }
}

export type MediaKind = "image" | "voice" | "video" | "file";
function head(target: Target): WireBody {
  switch (target.channel) {
    case "app":
      return {
        ...(target.users !== undefined && {
          touser: target.users === "all" ? "@all" : target.users.join("|"),
        }),
        ...(target.parties?.length && { toparty: target.parties.join("|") }),
        ...(target.tags?.length && { totag: target.tags.join("|") }),
        agentid: target.agentId,
      };
    case "appchat":
      return { chatid: target.chatId };
    case "robot":
      return {};
    case "kf":
      return {
        touser: target.externalUserId,
        open_kfid: target.openKfId,
        ...(target.msgId !== undefined && { msgid: target.msgId }),
      };
  }
}

function tail(target: Target): WireBody {
  if (target.channel !== "app" && target.channel !== "appchat") return {};
  const check = target.channel === "app" ? target.duplicateCheckSeconds : undefined;
  return {
    ...(target.isConfidential === true && { safe: 1 }),
    ...(check !== undefined && { enable_duplicate_check: 1, duplicate_check_interval: check }),
  };
}

function memberBody(content: MessageContent, target: Target, mediaIdOf: MediaIdOf): [string, WireBody] {
  switch (content.type) {
    case "TEXT":
      return ["text", { content: content.text }];
    case "GROUP_TEXT": {
      const mentioned = [...content.mentions, ...(content.mentionsAll ? ["@all"] : [])];
      return ["text", { content: content.text, ...(mentioned.length > 0 && { mentioned_list: mentioned }) }];
    }
    case "MARKDOWN":
      return ["markdown", { content: content.text }];
    case "IMAGE":
      return ["image", { media_id: mediaIdOf(content.file) }];
    case "VOICE":
      return ["voice", { media_id: mediaIdOf(content.file) }];
    case "FILE":
      return ["file", { media_id: mediaIdOf(content.file) }];
    case "VIDEO": {
      const { file, title, description } = content;
      return ["video", defined({ media_id: mediaIdOf(file), title, description })];
    }
    case "LINK_CARD": {
      const { title, description, url, buttonText } = content;
      return ["textcard", defined({ title, description, url, btntxt: buttonText })];
    }
    case "MINIPROGRAM": {
      const { appId: appid, page, title, description, emphasizeFirst, items } = content;
      const optional = { page, description, content_item: items.length > 0 ? items : undefined };
      return [
        "miniprogram_notice",
        defined({ appid, title, emphasis_first_item: emphasizeFirst, ...optional }),
      ];
    }
    case "NEWS":
      return [
        "news",
        {
          articles: content.articles.map(({ title, description, url, pictureUrl, appId, page }) =>
            defined({ title, description, url, picurl: pictureUrl, appid: appId, pagepath: page }),
          ),
        },
      ];
    case "TEMPLATE_CARD": {
      const { card } = content;
      const fallback = target.channel === "app" ? target.taskId : undefined;
      const taskId = isInteractive(card) ? fallback : undefined;
      return ["template_card", cardBody(card, taskId, mediaIdOf)];
    }
  }
}

/** Customers are shown links and mini-programmes in other shapes than members are. */
function kfBody(content: MessageContent, mediaIdOf: MediaIdOf): [string, WireBody] {
  if (content.type === "LINK_CARD") {
    const { title, description: desc, url, cover } = content;
    return ["link", defined({ title, desc, url, thumb_media_id: cover && mediaIdOf(cover) })];
  }
  if (content.type === "MINIPROGRAM") {
    const { appId: appid, title, page: pagepath, cover } = content;
    return ["miniprogram", defined({ appid, title, thumb_media_id: cover && mediaIdOf(cover), pagepath })];
  }
  if (content.type === "VIDEO") return ["video", { media_id: mediaIdOf(content.file) }];
  return memberBody(content, { channel: "kf", openKfId: "", externalUserId: "" }, mediaIdOf);
}
