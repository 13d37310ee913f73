import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";
import { callbackKinds, callbackStatuses } from "./callback.kinds.ts";

const change = z.object({
  callbackId: z.string(),
  accountId: z.string(),
  corpId: z.string(),
  kind: z.enum(callbackKinds),
  name: z.string(),
  status: z.enum(callbackStatuses),
  reason: z.string().nullable(),
  receivedAt: z.string(),
});
export type CallbackChange = z.infer<typeof change>;

export const callbackChangesMax = 200;

/** Callbacks of a tenant that were handled together, or put off: some thousand a second would each be an event. */
export const callbacksChanged = defineEvent(
  "wecom.callback.changed.v1",
  z.object({ changes: z.array(change).min(1).max(callbackChangesMax) }),
);
export type CallbacksChanged = z.infer<typeof callbacksChanged.payload>;
