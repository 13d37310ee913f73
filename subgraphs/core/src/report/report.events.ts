import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";
import { reportKinds } from "./report.rules.ts";

/** A period has ended, and what happened in it was put together. */
export const reportMade = defineEvent(
  "core.report.made.v1",
  z.object({ reportId: z.string(), kind: z.enum(reportKinds) }),
);
