import { z } from "zod";
import { ApiError } from "../apiError.ts";
import { bodyOf, type Call } from "../call.ts";
import type { Corp } from "../corp.ts";
import { checkCard } from "./card.ts";

const mediaLifeMs = 3 * 86_400_000;

const anyText = z.string().default("");
const envelope = z.looseObject({ msgtype: z.string().default("") });
const media = z.looseObject({ media_id: anyText });
const shapes = {
  text: z.looseObject({ content: anyText }),
  video: media.extend({ title: anyText, description: anyText }),
  textcard: z.looseObject({ title: anyText, description: anyText, url: anyText, btntxt: anyText }),
  news: z.looseObject({
    articles: z.array(z.looseObject({ title: anyText, url: anyText, appid: anyText, pagepath: anyText })),
  }),
  mpnews: z.looseObject({
    articles: z.array(z.looseObject({ title: anyText, thumb_media_id: anyText, content: anyText })),
  }),
  markdown: z.looseObject({ content: anyText }),
  miniprogram_notice: z.looseObject({
    appid: anyText,
    title: anyText,
    description: anyText,
    content_item: z.array(z.looseObject({ key: anyText, value: anyText })).default([]),
  }),
} as const;

/** Who may be sent what: by an application, to its chats, by a robot. */
export type Sender = "app" | "chat" | "robot";

const typesOf: Readonly<Record<Sender, readonly string[]>> = {
  app: [
    "text",
    "image",
    "voice",
    "video",
    "file",
    "textcard",
    "news",
    "mpnews",
    "markdown",
    "miniprogram_notice",
    "template_card",
  ],
  chat: ["text", "image", "voice", "video", "file", "textcard", "news", "mpnews", "markdown"],
  robot: ["text", "markdown", "markdown_v2", "image", "news", "file", "voice", "template_card"],
};

/**
 * The type and content of a message, or the errcode WeCom has for what is wrong with it (path/90236). Texts that are too
 * long are cut off, as WeCom does it: without a word.
 */
export function contentOf(
  call: Call,
  sender: Sender,
): { readonly msgtype: string; readonly content: unknown } {
  const body = bodyOf(envelope, call);
  const { msgtype } = body;
  if (!typesOf[sender].includes(msgtype)) throw new ApiError(40008);
  const given = body[msgtype];
  if (typeof given !== "object" || given === null) throw new ApiError(40063, `${msgtype} missing`);
  if (msgtype === "template_card") checkCard(given, call, sender);
  else check(msgtype, given, call, sender);
  return { msgtype, content: msgtype === "text" ? cutOff(given) : given };
}

function check(msgtype: string, given: object, call: Call, sender: Sender): void {
  switch (msgtype) {
    case "text":
      if (read(shapes.text, given).content === "") throw new ApiError(44004);
      return;
    case "image":
      return sender === "robot" ? checkRobotImage(given) : checkMedia(call.corp, msgtype, given);
    case "voice":
    case "file":
      return checkMedia(call.corp, msgtype, given);
    case "video": {
      const { title, description } = read(shapes.video, given);
      if (bytes(title) > 128 || bytes(description) > 512) throw new ApiError(40058);
      return checkMedia(call.corp, msgtype, given);
    }
    case "textcard":
      return checkTextCard(given);
    case "news":
      return checkNews(given);
    case "mpnews":
      return checkMpNews(call.corp, given);
    case "markdown":
    case "markdown_v2": {
      const { content } = read(shapes.markdown, given);
      if (content === "") throw new ApiError(44004);
      if (bytes(content) > (sender === "robot" ? 4096 : 2048)) throw new ApiError(45002);
      return;
    }
    case "miniprogram_notice":
      return checkNotice(given);
  }
}

/** @throws ApiError 40007 for media that is unknown, of another kind, or older than three days. */
export function checkMediaId(corp: Corp, type: string, mediaId: string): void {
  if (mediaId === "") throw new ApiError(41006);
  const found = corp.media.get(mediaId);
  if (!found || found.type !== type || corp.now() - found.createdAt > mediaLifeMs) throw new ApiError(40007);
}

export function bytes(text: string): number {
  return Buffer.byteLength(text);
}

function read<Shape extends z.ZodType>(shape: Shape, given: object): z.output<Shape> {
  const result = shape.safeParse(given);
  if (!result.success) throw new ApiError(40058);
  return result.data;
}

function checkMedia(corp: Corp, type: string, given: object): void {
  checkMediaId(corp, type, read(media, given).media_id);
}

function checkRobotImage(given: object): void {
  const result = z.looseObject({ base64: z.string().min(1), md5: z.string().length(32) }).safeParse(given);
  if (!result.success) throw new ApiError(40063);
  if (result.data.base64.length > (2 * 1024 * 1024 * 4) / 3 + 4) throw new ApiError(40006);
}

function checkTextCard(given: object): void {
  const { title, description, url, btntxt } = read(shapes.textcard, given);
  if (title === "") throw new ApiError(41016);
  if (description === "") throw new ApiError(41033);
  checkUrl(url);
  if (length(title) > 128 || length(description) > 512 || length(btntxt) > 4) throw new ApiError(40058);
}

function checkNews(given: object): void {
  const { articles } = read(shapes.news, given);
  if (articles.length < 1 || articles.length > 8) throw new ApiError(45008);
  for (const { title, url, appid, pagepath } of articles) {
    if (title === "") throw new ApiError(41016);
    if (appid === "" || pagepath === "") checkUrl(url);
  }
}

function checkMpNews(corp: Corp, given: object): void {
  const { articles } = read(shapes.mpnews, given);
  if (articles.length < 1 || articles.length > 8) throw new ApiError(45008);
  for (const { title, thumb_media_id, content } of articles) {
    if (title === "") throw new ApiError(41016);
    if (bytes(content) > 666 * 1024) throw new ApiError(45002);
    checkMediaId(corp, "image", thumb_media_id);
  }
}

function checkNotice(given: object): void {
  const { appid, title, description, content_item: items } = read(shapes.miniprogram_notice, given);
  if (appid === "") throw new ApiError(40063, "appid missing");
  if (length(title) < 4 || length(title) > 12) throw new ApiError(40058);
  if (description !== "" && (length(description) < 4 || length(description) > 12)) throw new ApiError(40058);
  if (items.length > 10 || items.some(({ key, value }) => length(key) > 10 || length(value) > 30))
    throw new ApiError(40058);
}

function checkUrl(url: string): void {
  if (url === "") throw new ApiError(41010);
  if (!/^https?:\/\//i.test(url)) throw new ApiError(45034);
  if (bytes(url) > 2048) throw new ApiError(40058);
}

function length(text: string): number {
  return Array.from(text).length;
}

function cutOff(given: object): object {
  const content = "content" in given ? String(given.content) : "";
  if (bytes(content) <= 2048) return given;
  const cut = Buffer.from(content)
    .subarray(0, 2048)
    .toString("utf8")
    .replace(/\ufffd+$/, "");
  return { ...given, content: cut };
}
