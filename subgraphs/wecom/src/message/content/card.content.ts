import { z } from "zod";
import { fileKey, limited, link, memberId, webAddress } from "./content.fields.ts";

/** Template cards, WeCom path/90236. A limit WeCom only recommends is one here: what is longer is cut on phones. */
const source = z.strictObject({
  iconUrl: webAddress.optional(),
  text: limited({ max: 20 }).optional(),
  color: z.enum(["GREY", "BLACK", "RED", "GREEN"]).default("GREY"),
});
const key = limited({ maxBytes: 1024 });
const menu = z.strictObject({
  description: limited({ max: 64 }).optional(),
  actions: z
    .array(z.strictObject({ text: limited({ max: 20 }), key }))
    .min(1)
    .max(3),
});
const headline = z.strictObject({
  title: limited({ max: 36 }).optional(),
  description: limited({ max: 44 }).optional(),
});
const quote = z.strictObject({
  title: limited({ max: 64 }).optional(),
  text: limited({ max: 512 }).optional(),
  link: link.optional(),
});
const row = z.strictObject({
  name: limited({ max: 5 }),
  value: limited({ max: 30 }).optional(),
  link: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("URL"), url: webAddress }),
      z.strictObject({ kind: z.literal("FILE"), file: fileKey }),
      z.strictObject({ kind: z.literal("MEMBER"), userId: memberId }),
    ])
    .optional(),
});
const jump = z.strictObject({ title: limited({ max: 18 }), link: link.optional() });
const option = z.strictObject({ id: limited({ maxBytes: 128 }), text: limited({ max: 11 }) });
const questionKey = limited({ maxBytes: 1024 });
const submit = z.strictObject({ text: limited({ max: 10 }), key });

/** What the button says once somebody has tapped it, and nobody can again (WeCom path/94888); without it nothing changes. */
const afterTap = limited({ max: 10 }).optional();

const common = {
  source: source.optional(),
  menu: menu.optional(),
  headline: headline.optional(),
};
const notice = {
  ...common,
  quote: quote.optional(),
  rows: z.array(row).max(6, "at most 6 rows").default([]),
  jumps: z.array(jump).max(3, "at most 3 links").default([]),
  action: link,
};

const textNotice = z
  .strictObject({
    kind: z.literal("TEXT_NOTICE"),
    ...notice,
    emphasis: z
      .strictObject({
        title: limited({ max: 14 }).optional(),
        description: limited({ max: 22 }).optional(),
      })
      .optional(),
    subtitle: limited({ max: 160 }).optional(),
  })
  .refine(({ headline: head, subtitle }) => head?.title !== undefined || subtitle !== undefined, {
    message: "needs a headline or a subtitle",
    path: ["headline", "title"],
  });

const newsNotice = z
  .strictObject({
    kind: z.literal("NEWS_NOTICE"),
    ...notice,
    image: z
      .strictObject({ url: webAddress, aspectRatio: z.number().min(1.3).max(2.25).default(1.3) })
      .optional(),
    imageText: z
      .strictObject({
        imageUrl: webAddress,
        title: limited({ max: 36 }).optional(),
        description: limited({ max: 44 }).optional(),
        link: link.optional(),
      })
      .optional(),
    paragraphs: z
      .array(z.strictObject({ title: limited({ max: 38 }), description: limited({ max: 160 }).optional() }))
      .max(4, "at most 4 paragraphs")
      .default([]),
  })
  .refine(({ headline: head }) => head?.title !== undefined, {
    message: "must not be empty",
    path: ["headline", "title"],
  })
  .refine(({ image, imageText }) => image !== undefined || imageText !== undefined, {
    message: "needs a picture, or a picture with text",
    path: ["image"],
  });

const buttons = z.strictObject({
  kind: z.literal("BUTTON_INTERACTION"),
  ...common,
  afterTap,
  quote: quote.optional(),
  subtitle: limited({ max: 160 }).optional(),
  rows: z.array(row).max(6, "at most 6 rows").default([]),
  action: link.optional(),
  selection: z
    .strictObject({
      questionKey,
      title: limited({ max: 13 }).optional(),
      options: z.array(option).min(1).max(10),
      selectedId: limited({ maxBytes: 128 }).optional(),
    })
    .optional(),
  buttons: z
    .array(z.strictObject({ text: limited({ max: 10 }), style: z.int().min(1).max(4).default(1), key }))
    .min(1, "at least one button")
    .max(6, "at most 6 buttons"),
});

const vote = z.strictObject({
  kind: z.literal("VOTE_INTERACTION"),
  ...common,
  afterTap,
  question: z.strictObject({
    key: questionKey,
    isMultiple: z.boolean().default(false),
    options: z
      .array(option.extend({ isChecked: z.boolean().default(false) }))
      .min(1)
      .max(20),
  }),
  submit,
});

const choices = z.strictObject({
  kind: z.literal("MULTIPLE_INTERACTION"),
  ...common,
  afterTap,
  selections: z
    .array(
      z.strictObject({
        questionKey,
        title: limited({ max: 13 }).optional(),
        selectedId: limited({ maxBytes: 128 }).optional(),
        options: z.array(option).min(1).max(10),
      }),
    )
    .min(1)
    .max(3, "at most 3 selections"),
  submit,
});

export const templateCard = z.discriminatedUnion("kind", [textNotice, newsNotice, buttons, vote, choices]);
export type TemplateCard = z.output<typeof templateCard>;

/** A member can answer it: it needs a task id, a configured callback, and is given a response code. */
export function isInteractive(card: TemplateCard): boolean {
  return card.menu !== undefined || (card.kind !== "TEXT_NOTICE" && card.kind !== "NEWS_NOTICE");
}
