import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";

/** What was chosen of the questions of a card. */
export const selectedShape = z.array(z.object({ questionKey: z.string(), optionIds: z.array(z.string()) }));

/** A member has tapped a template card. */
export const messageCardTapped = defineEvent(
  "wecom.message-card.tapped.v1",
  z.object({
    tapId: z.string(),
    messageId: z.string(),
    accountId: z.string(),
    userId: z.string(),
    key: z.string(),
    selected: selectedShape,
    at: z.string(),
  }),
  // Each tap stands for itself and is never overtaken by another.
  { entity: ({ tapId }) => tapId },
);
export type MessageCardTapped = z.infer<typeof messageCardTapped.payload>;
