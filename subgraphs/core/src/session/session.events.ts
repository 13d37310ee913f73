import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";

/** All tokens of the session are worthless from now on. */
export const sessionEnded = defineEvent(
  "core.session.ended.v1",
  z.object({ sessionId: z.string(), userId: z.string(), reason: z.string() }),
);
