import { v7 } from "uuid";
import { recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { announce, originOf } from "@wegraph/kit/outbox";
import { domain } from "../../database.ts";
import type { CoreDatabase } from "../../database.ts";
import { webhookEventType } from "../catalogue/catalogue.ts";
import { lockedRow } from "../endpoint/endpoint.service.ts";
import { webhookDeliveryChanged } from "../webhook.events.ts";
import { bodyText } from "./body.ts";
import { deliveryColumns } from "./deliveryRow.ts";
import type { DeliveryRow } from "./deliveryRow.ts";

const recordEndpoint = recorderOf(domain, "webhook-endpoint");
const recordDelivery = recorderOf(domain, "webhook-delivery");

export interface TestWish {
  endpointId: string;
  eventType: string;
  idempotencyKey?: string | null | undefined;
}

/** What people ask of single deliveries. */
export class DeliveryService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly wake: (endpointId: string) => void,
    private readonly clock: () => Date,
  ) {}

  /** Sends the catalogue's example, marked as a test; to a disabled endpoint too, so that it can be tried before use. */
  async sendTest(context: RequestContext, { idempotencyKey: key, ...input }: TestWish): Promise<DeliveryRow> {
    const { endpointId, eventType } = input;
    const { tenantId } = context.principal;
    const type = webhookEventType(eventType);
    if (!type)
      throw invalidInput(
        [{ path: ["input", "eventType"], message: "there is no such event type" }],
        "WEBHOOK_EVENT_TYPE_UNKNOWN",
      );
    const row = await this.db.tenant.$transaction(async (tx) => {
      await lockedRow(tx, endpointId);
      const id = await once(tx, { tenantId, scope: "sendTestWebhook", key, input }, async () => {
        const [deliveryId, eventId, now] = [v7(), v7(), this.clock()];
        const timestamp = now.toISOString();
        await tx.webhookDelivery.createMany({
          data: {
            id: deliveryId,
            tenantId,
            endpointId,
            eventId,
            eventType,
            body: bodyText({ id: eventId, type: eventType, timestamp, data: type.example, test: true }),
            isTest: true,
            status: "PENDING",
            dueAt: now,
            createdAt: now,
          },
        });
        await recordEndpoint(tx, context, "tested", endpointId, [{ field: "eventType", after: eventType }]);
        return deliveryId;
      });
      return tx.webhookDelivery.findFirstOrThrow({ where: { id }, select: deliveryColumns });
    });
    this.wake(endpointId);
    return row;
  }

  /** Sends once more, now, with the same id and body; one that waits for its next attempt is not kept waiting. */
  async replay(context: RequestContext, deliveryId: string): Promise<DeliveryRow> {
    const row = await this.db.tenant.$transaction(async (tx) => {
      const known = await tx.webhookDelivery.findFirst({
        where: { id: deliveryId },
        select: { endpointId: true, createdAt: true, isTest: true },
      });
      if (!known) throw notFound("webhook delivery", deliveryId);
      const endpoint = await lockedRow(tx, known.endpointId);
      if (endpoint.status !== "ENABLED" && !known.isTest) throw endpointDisabled();
      const { count } = await tx.webhookDelivery.updateMany({
        where: { id: deliveryId, createdAt: known.createdAt, status: { not: "SENDING" } },
        data: { status: "PENDING", dueAt: this.clock(), failures: 0, finishedAt: null },
      });
      if (count === 0)
        throw new AppError(
          "CONFLICT",
          "WEBHOOK_DELIVERY_UNDER_WAY",
          "This delivery is being sent right now.",
        );
      const replayed = await tx.webhookDelivery.findFirstOrThrow({
        where: { id: deliveryId },
        select: deliveryColumns,
      });
      const { endpointId, eventType, attempts } = replayed;
      await announce(tx, originOf(context), webhookDeliveryChanged, {
        deliveryId,
        endpointId,
        eventType,
        status: "PENDING",
        attempts,
      });
      await recordDelivery(tx, context, "replayed", deliveryId);
      return replayed;
    });
    this.wake(row.endpointId);
    return row;
  }
}

export function endpointDisabled(): AppError {
  return new AppError("CONFLICT", "WEBHOOK_ENDPOINT_DISABLED", "Enable the endpoint first.");
}
