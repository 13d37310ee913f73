import { area, type Field, text, url } from "./fields.ts";

const source: Field = {
  kind: "group",
  name: "source",
  label: "source",
  fields: [
    text("text", "sourceText", { max: 20 }),
    url("iconUrl", "iconUrl"),
    {
      kind: "choice",
      name: "color",
      label: "color",
      options: ["GREY", "BLACK", "RED", "GREEN"],
      fallback: "GREY",
    },
  ],
};
const menu: Field = {
  kind: "group",
  name: "menu",
  label: "menu",
  fields: [
    text("description", "description", { max: 64 }),
    {
      kind: "list",
      name: "actions",
      label: "menuActions",
      min: 1,
      max: 3,
      fields: [
        text("text", "text", { required: true, max: 20 }),
        text("key", "key", { required: true, maxBytes: 1024 }),
      ],
    },
  ],
};
const headline: Field = {
  kind: "group",
  name: "headline",
  label: "headline",
  fields: [text("title", "title", { max: 36 }), area("description", "description", { max: 44 })],
};
const quote: Field = {
  kind: "group",
  name: "quote",
  label: "quote",
  fields: [
    text("title", "title", { max: 64 }),
    area("text", "text", { max: 512 }),
    { kind: "link", name: "link", label: "link" },
  ],
};
const rows: Field = {
  kind: "list",
  name: "rows",
  label: "rows",
  min: 0,
  max: 6,
  fields: [text("name", "rowName", { required: true, max: 5 }), text("value", "value", { max: 30 })],
};
const jumps: Field = {
  kind: "list",
  name: "jumps",
  label: "jumps",
  min: 0,
  max: 3,
  fields: [
    text("title", "title", { required: true, max: 18 }),
    { kind: "link", name: "link", label: "link" },
  ],
};
const action: Field = { kind: "link", name: "action", label: "action", required: true };
const subtitle = area("subtitle", "subtitle", { max: 160 });
const options = (max: number, extra: readonly Field[] = []): Field => ({
  kind: "list",
  name: "options",
  label: "options",
  min: 1,
  max,
  fields: [
    text("id", "optionId", { required: true, maxBytes: 128 }),
    text("text", "text", { required: true, max: 11 }),
    ...extra,
  ],
});
const questionKey = text("questionKey", "questionKey", { required: true, maxBytes: 1024 });
const afterTap = text("afterTap", "afterTap", { max: 10 });
const submit: Field = {
  kind: "group",
  name: "submit",
  label: "submit",
  required: true,
  fields: [
    text("text", "text", { required: true, max: 10 }),
    text("key", "key", { required: true, maxBytes: 1024 }),
  ],
};

export const cardKinds = [
  "TEXT_NOTICE",
  "NEWS_NOTICE",
  "BUTTON_INTERACTION",
  "VOTE_INTERACTION",
  "MULTIPLE_INTERACTION",
] as const;
export type CardKind = (typeof cardKinds)[number];

/** Template cards, WeCom path/90236: the fields of each kind in the order in which the card shows them. */
export const cardForms: Readonly<Record<CardKind, readonly Field[]>> = {
  TEXT_NOTICE: [
    source,
    headline,
    {
      kind: "group",
      name: "emphasis",
      label: "emphasis",
      fields: [text("title", "title", { max: 14 }), text("description", "description", { max: 22 })],
    },
    quote,
    subtitle,
    rows,
    jumps,
    action,
    menu,
  ],
  NEWS_NOTICE: [
    source,
    headline,
    { kind: "group", name: "image", label: "image", fields: [url("url", "pictureUrl", true)] },
    {
      kind: "group",
      name: "imageText",
      label: "imageText",
      fields: [
        url("imageUrl", "pictureUrl", true),
        text("title", "title", { max: 36 }),
        area("description", "description", { max: 44 }),
        { kind: "link", name: "link", label: "link" },
      ],
    },
    quote,
    {
      kind: "list",
      name: "paragraphs",
      label: "paragraphs",
      min: 0,
      max: 4,
      fields: [
        text("title", "title", { required: true, max: 38 }),
        area("description", "description", { max: 160 }),
      ],
    },
    rows,
    jumps,
    action,
    menu,
  ],
  BUTTON_INTERACTION: [
    source,
    headline,
    quote,
    subtitle,
    rows,
    {
      kind: "group",
      name: "selection",
      label: "selection",
      fields: [questionKey, text("title", "title", { max: 13 }), options(10)],
    },
    {
      kind: "list",
      name: "buttons",
      label: "buttons",
      min: 1,
      max: 6,
      fields: [
        text("text", "text", { required: true, max: 10 }),
        text("key", "key", { required: true, maxBytes: 1024 }),
        { kind: "number", name: "style", label: "style", min: 1, max: 4, fallback: 1 },
      ],
    },
    afterTap,
    { kind: "link", name: "action", label: "action" },
    menu,
  ],
  VOTE_INTERACTION: [
    source,
    headline,
    {
      kind: "group",
      name: "question",
      label: "question",
      required: true,
      fields: [
        text("key", "questionKey", { required: true, maxBytes: 1024 }),
        { kind: "switch", name: "isMultiple", label: "isMultiple" },
        options(20, [{ kind: "switch", name: "isChecked", label: "isChecked" }]),
      ],
    },
    submit,
    afterTap,
  ],
  MULTIPLE_INTERACTION: [
    source,
    headline,
    {
      kind: "list",
      name: "selections",
      label: "selections",
      min: 1,
      max: 3,
      fields: [questionKey, text("title", "title", { max: 13 }), options(10)],
    },
    submit,
    afterTap,
  ],
};
