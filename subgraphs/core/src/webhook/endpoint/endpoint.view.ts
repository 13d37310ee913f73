import { oneOf, oneOfOrNone } from "@wegraph/kit/codes";
import { webhookFailures } from "../outbound/answer.ts";
import type { WebhookEndpoint, WebhookHealth } from "./endpoint.model.ts";
import type { Health } from "./endpoint.reader.ts";
import { disabledReasons, endpointStatuses } from "./endpoint.status.ts";
import type { EndpointRow } from "./endpointRow.ts";

export function asEndpoint({ headerNames, ...row }: EndpointRow): WebhookEndpoint {
  return {
    ...row,
    headers: headerNames.map((name) => ({ name })),
    status: oneOf(endpointStatuses, row.status),
    disabledReason: oneOfOrNone(disabledReasons, row.disabledReason),
    lastFailure: oneOfOrNone(webhookFailures, row.lastFailure),
  };
}

export function asHealth(health: Health): WebhookHealth {
  const ended = health.succeeded + health.failed;
  return { ...health, successRate: ended === 0 ? null : health.succeeded / ended };
}
