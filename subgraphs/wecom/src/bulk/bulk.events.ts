import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";

/** How far an operation has come. Announced a few times a second at most, and once more when it has ended. */
export const bulkOperationProgressed = defineEvent(
  "wecom.bulk-operation.progressed.v1",
  z.object({
    bulkOperationId: z.string(),
    status: z.string(),
    total: z.number().int(),
    done: z.number().int(),
    refused: z.number().int(),
    failed: z.number().int(),
  }),
  { entity: ({ bulkOperationId }) => bulkOperationId },
);
