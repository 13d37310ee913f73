import { oneOf, oneOfOrNone } from "@wegraph/kit/codes";
import { z } from "zod";
import { webhookFailures } from "../outbound/answer.ts";
import type { WebhookAttempt, WebhookDelivery } from "./delivery.model.ts";
import { deliveryStatuses } from "./delivery.status.ts";
import type { DeliveryRow } from "./deliveryRow.ts";

const logShape = z.array(
  z.object({
    number: z.number(),
    at: z.string(),
    failure: z.enum(webhookFailures).nullable(),
    statusCode: z.number().nullable(),
    latencyMs: z.number().nullable(),
    excerpt: z.string().nullable(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
);

export function asDelivery({ dueAt, attempts, attemptLog, ...row }: DeliveryRow): WebhookDelivery {
  return {
    ...row,
    status: oneOf(deliveryStatuses, row.status),
    lastFailure: oneOfOrNone(webhookFailures, row.lastFailure),
    attemptCount: attempts,
    attempts: attemptsOf(attemptLog),
    nextAttemptAt: row.status === "PENDING" ? dueAt : null,
  };
}

function attemptsOf(log: unknown): WebhookAttempt[] {
  return logShape
    .parse(log)
    .map(({ at, excerpt, headers, ...rest }) => ({
      ...rest,
      at: new Date(at),
      responseExcerpt: excerpt,
      requestHeaders: headers,
    }))
    .toReversed();
}
