import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";
import { groupSendStatuses } from "./groupSend.rules.ts";

/** A group send has come to another status; of its messages messageStatusChanged tells. */
export const groupSendChanged = defineEvent(
  "wecom.group-send.status-changed.v1",
  z.object({
    groupSendId: z.string(),
    accountId: z.string(),
    batchId: z.string().nullable(),
    status: z.enum(groupSendStatuses),
  }),
  { entity: ({ groupSendId }) => groupSendId },
);
export type GroupSendChanged = z.infer<typeof groupSendChanged.payload>;
