import type { MediaKind, MessageType, RecipientKind } from "../../gql/graphql.ts";
import { area, type Field, text, type TextField, url } from "./fields.ts";

const file = (media: MediaKind): TextField => ({
  kind: "file",
  name: "file",
  label: "file",
  required: true,
  media,
});
/** Only customers are shown it (WeCom path/92135, path/94677). */
const cover: TextField = { kind: "file", name: "cover", label: "cover", media: "IMAGE" };

/** What is asked for each type; TEMPLATE_CARD's fields depend on the card's kind, see `cardForms`. */
export const contentForms: Readonly<Record<MessageType, readonly Field[]>> = {
  TEXT: [area("text", "text", { required: true, maxBytes: 2048 })],
  MARKDOWN: [area("text", "text", { required: true, maxBytes: 2048 })],
  GROUP_TEXT: [
    area("text", "text", { required: true, maxBytes: 2048 }),
    { kind: "words", name: "mentions", label: "mentions" },
    { kind: "switch", name: "mentionsAll", label: "mentionsAll" },
  ],
  IMAGE: [file("IMAGE")],
  VOICE: [file("VOICE")],
  VIDEO: [
    file("VIDEO"),
    text("title", "title", { maxBytes: 128 }),
    area("description", "description", { maxBytes: 512 }),
  ],
  FILE: [file("FILE")],
  LINK_CARD: [
    text("title", "title", { required: true, max: 128 }),
    area("description", "description", { required: true, max: 512 }),
    url("url", "url", true),
    text("buttonText", "buttonText", { max: 4 }),
    cover,
    url("coverUrl", "coverUrl"),
  ],
  MINIPROGRAM: [
    text("appId", "appId", { required: true, max: 64 }),
    text("page", "page", { maxBytes: 1024 }),
    text("title", "title", { required: true, min: 4, max: 12 }),
    text("description", "description", { min: 4, max: 12 }),
    { kind: "switch", name: "emphasizeFirst", label: "emphasizeFirst" },
    {
      kind: "list",
      name: "items",
      label: "items",
      min: 0,
      max: 10,
      fields: [
        text("key", "itemKey", { required: true, max: 10 }),
        text("value", "value", { required: true, max: 30 }),
      ],
    },
    cover,
  ],
  NEWS: [
    {
      kind: "list",
      name: "articles",
      label: "articles",
      min: 1,
      max: 8,
      fields: [
        text("title", "title", { required: true, maxBytes: 128 }),
        area("description", "description", { maxBytes: 512 }),
        url("url", "url"),
        url("pictureUrl", "pictureUrl"),
        text("appId", "appId", { max: 64 }),
        text("page", "page", { maxBytes: 1024 }),
      ],
    },
  ],
  TEMPLATE_CARD: [],
};

/** In the order in which they are offered: what is used most first. */
export const messageTypes: readonly MessageType[] = [
  "TEXT",
  "MARKDOWN",
  "LINK_CARD",
  "NEWS",
  "TEMPLATE_CARD",
  "IMAGE",
  "FILE",
  "VOICE",
  "VIDEO",
  "MINIPROGRAM",
  "GROUP_TEXT",
];

const customerTypes: readonly MessageType[] = ["TEXT", "IMAGE", "VIDEO", "FILE", "LINK_CARD", "MINIPROGRAM"];
const memberTypes = messageTypes.filter((type) => type !== "GROUP_TEXT");

/** What may be sent to whom (WeCom path/90236, 90248, 92135, 94677); the server decides all the same. */
const typesFor: Readonly<Record<RecipientKind, readonly MessageType[]>> = {
  MEMBER: memberTypes,
  DEPARTMENT: memberTypes,
  TAG: memberTypes,
  GROUP_CHAT: messageTypes.filter((type) => type !== "MINIPROGRAM" && type !== "TEMPLATE_CARD"),
  CUSTOMER: customerTypes,
  KF_CUSTOMER: [...customerTypes, "VOICE"],
};

export function isPossible(type: MessageType, kind: RecipientKind): boolean {
  return typesFor[kind].includes(type);
}
