import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";

/** A corporation's name, provider or secret is another one now. */
export const corpChanged = defineEvent("wecom.corp.changed.v1", z.object({ corpId: z.string() }));
