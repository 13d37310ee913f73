import { oneOf, oneOfOrNone } from "@wegraph/kit/codes";
import { z } from "zod";
import { severities } from "../../notification/notice.ts";
import { deliveryFailures } from "../adapter.ts";
import { channelKinds } from "../channel.kinds.ts";
import type { NotificationDelivery } from "./delivery.model.ts";
import { deliveryReasons, deliveryStatuses } from "./delivery.status.ts";
import type { DeliveryRow } from "./deliveryRow.ts";

const logShape = z.array(
  z.object({
    number: z.number(),
    at: z.string(),
    failure: z.enum(deliveryFailures).nullable(),
    answer: z.string().nullable(),
    latencyMs: z.number().nullable(),
  }),
);

export function asDelivery({
  dueAt,
  attempts,
  attemptLog,
  standsInFor,
  ...row
}: DeliveryRow): NotificationDelivery {
  return {
    ...row,
    channelKind: oneOf(channelKinds, row.channelKind),
    severity: oneOf(severities, row.severity),
    language: row.language === "en" ? "en" : "zh",
    status: oneOf(deliveryStatuses, row.status),
    reason: oneOfOrNone(deliveryReasons, row.reason),
    lastFailure: oneOfOrNone(deliveryFailures, row.lastFailure),
    attemptCount: attempts,
    attempts: logShape
      .parse(attemptLog)
      .map(({ at, ...attempt }) => ({ ...attempt, at: new Date(at) }))
      .toReversed(),
    standsInForId: standsInFor,
    nextAttemptAt: row.status === "PENDING" ? dueAt : null,
  };
}
