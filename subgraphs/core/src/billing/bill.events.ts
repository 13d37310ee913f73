import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";

/** A month's bill was made. Amounts in minor units of the currency. */
export const billClosed = defineEvent(
  "core.bill.closed.v1",
  z.object({ billId: z.string(), period: z.string(), currency: z.string(), total: z.number() }),
);
