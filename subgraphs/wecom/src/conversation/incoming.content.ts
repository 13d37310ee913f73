import type { IncomingContent } from "../callback/wecomEvent.ts";

/** What the other side wrote, as it is kept. Files are named by WeCom's media ids, which are good for three days. */
export type KeptContent =
  | { type: "TEXT"; text: string }
  | { type: "IMAGE"; mediaId: string; url?: string | undefined }
  | { type: "VOICE"; mediaId: string; format?: string | undefined }
  | { type: "VIDEO"; mediaId: string }
  | { type: "FILE"; mediaId: string }
  | {
      type: "LOCATION";
      latitude: number;
      longitude: number;
      name?: string | undefined;
      address?: string | undefined;
    }
  | { type: "LINK"; title: string; url?: string | undefined; description?: string | undefined }
  | { type: "MINIPROGRAM"; title: string; appId?: string | undefined; page?: string | undefined }
  /** Of a kind only WeCom's client shows; `wecomType` is WeCom's name of it. */
  | { type: "OTHER"; wecomType: string };

/** A text longer than WeCom itself lets anybody write is cut. */
const textMax = 8_000;

/** What a member wrote to an application (WeCom path/90239). */
export function keptOf(content: IncomingContent): KeptContent {
  switch (content.type) {
    case "text":
      return { type: "TEXT", text: storable(content.text) };
    case "image":
      return { type: "IMAGE", mediaId: content.mediaId, url: webOnly(content.url) };
    case "voice":
      return { type: "VOICE", mediaId: content.mediaId, format: content.format };
    case "video":
      return { type: "VIDEO", mediaId: content.mediaId };
    case "location": {
      const { latitude, longitude, label } = content;
      return { type: "LOCATION", latitude, longitude, address: label && storable(label) };
    }
    case "link": {
      const { title, url, description } = content;
      return {
        type: "LINK",
        title: storable(title),
        url: webOnly(url),
        description: description && storable(description),
      };
    }
  }
}

/** An address that may be shown as a link; anything else the other side could choose ("javascript:…") is not kept. */
export function webOnly(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\//i.test(url) && url.length <= 2_048 ? url : undefined;
}

/** Postgres takes no NUL and no half of a surrogate pair. */
export function storable(text: string): string {
  return text.slice(0, textMax).replaceAll("\0", "").replaceAll(halfPairs, "\ufffd");
}

const halfPairs = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const previewMax = 120;

/** What a list shows of a message beside its type: its words in one line, or nothing for what has none. */
export function previewOf(content: unknown): string {
  const words = wordsOf(content).replaceAll(/\s+/g, " ").trim();
  const letters = Array.from(words.slice(0, previewMax * 4));
  return letters.length <= previewMax ? letters.join("") : `${letters.slice(0, previewMax - 1).join("")}…`;
}

function wordsOf(content: unknown): string {
  if (typeof content !== "object" || content === null) return "";
  for (const field of ["text", "title", "address", "name"])
    if (field in content) {
      const value: unknown = Reflect.get(content, field);
      if (typeof value === "string" && value !== "") return value;
    }
  return "";
}
