import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";

/** How far an export has come. */
export const auditExportProgressed = defineEvent(
  "core.audit-export.progressed.v1",
  z.object({ exportId: z.string(), status: z.string(), entries: z.number().int() }),
  { entity: ({ exportId }) => exportId },
);
