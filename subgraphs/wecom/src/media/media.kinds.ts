import type { MediaKind as WecomMediaKind } from "../message/content/content.wire.ts";

/** What WeCom takes files for (WeCom path/90253). */
export const mediaKinds = ["IMAGE", "VOICE", "VIDEO", "FILE"] as const;
export type MediaKind = (typeof mediaKinds)[number];

const kindOf: Readonly<Record<WecomMediaKind, MediaKind>> = {
  image: "IMAGE",
  voice: "VOICE",
  video: "VIDEO",
  file: "FILE",
};
const wecomKindOf: Readonly<Record<MediaKind, WecomMediaKind>> = {
  IMAGE: "image",
  VOICE: "voice",
  VIDEO: "video",
  FILE: "file",
};

export function fromWecomKind(kind: WecomMediaKind): MediaKind {
  return kindOf[kind];
}

export function toWecomKind(kind: MediaKind): WecomMediaKind {
  return wecomKindOf[kind];
}

/** Whether a file of this kind can be sent as that one: anything can be sent as a file. */
export function canBeSentAs(kind: MediaKind, wanted: MediaKind): boolean {
  return wanted === "FILE" || kind === wanted;
}
