import { v7 } from "uuid";
import { z } from "zod";
import type { Bus } from "@wegraph/kit/bus";
import { defineEvent, natsSubject } from "@wegraph/kit/events";
import type { DomainEvent } from "@wegraph/kit/events";
import { everyTenant } from "@wegraph/kit/feed";
import type { CoreDatabase } from "../../database.ts";
import { typeFrom, webhookSubjects } from "../catalogue/catalogue.ts";
import type { WebhookEventType } from "../catalogue/eventType.ts";
import { purpose } from "../webhook.purpose.ts";
import { bodyText } from "./body.ts";

interface Subscriber {
  id: string;
  accountIds: string[];
  status: string;
}

/** Of one kind; they go side by side, and order is not promised. */
const concurrency = 8;

/**
 * Makes deliveries of events, once for each event and endpoint however often an event comes. A durable consumer keeps
 * its place while the process is down, so what was committed meanwhile is taken in afterwards.
 */
export class WebhookIntake {
  constructor(
    private readonly db: CoreDatabase,
    private readonly wake: (endpointId: string) => void,
    private readonly clock: () => Date,
  ) {}

  /** A consumer for each subject, so that one which becomes public needs no other's settings changed. */
  async listen(bus: Bus): Promise<{ stop(): Promise<void> }> {
    const listeners = await Promise.all(
      webhookSubjects.map((subject) =>
        bus.listen({
          durable: `core-webhooks-${subject.replaceAll(".", "-")}`,
          filter: natsSubject(everyTenant, subject),
          event: defineEvent(subject, z.unknown()),
          concurrency,
          handle: (event) => this.take(event),
        }),
      ),
    );
    return { stop: async () => void (await Promise.all(listeners.map((listener) => listener.stop()))) };
  }

  async take(event: DomainEvent): Promise<void> {
    const type = typeFrom(event.subject);
    if (!type) return;
    const at = new Date(event.at);
    const endpoints = await this.subscribers(event.tenantId, type.type, at);
    if (endpoints.length === 0) return;
    const rows = endpoints.flatMap((endpoint) => this.deliveryTo(endpoint, type, event, at) ?? []);
    if (rows.length === 0) return;
    await this.db.system(purpose).webhookDelivery.createMany({ data: rows, skipDuplicates: true });
    for (const { endpointId, status } of rows) if (status === "PENDING") this.wake(endpointId);
  }

  /** Those that were there when it happened: a new endpoint is not told of the days before it. */
  private subscribers(tenantId: string, type: string, at: Date): Promise<Subscriber[]> {
    return this.db.system(purpose).webhookEndpoint.findMany({
      where: { tenantId, deletedAt: null, eventTypes: { has: type }, createdAt: { lte: at } },
      select: { id: true, accountIds: true, status: true },
    });
  }

  private deliveryTo(
    { id: endpointId, accountIds, status }: Subscriber,
    type: WebhookEventType,
    { id: eventId, tenantId, payload }: DomainEvent,
    createdAt: Date,
  ) {
    const data = type.dataOf(payload, accountIds);
    if (data === null) return undefined;
    const timestamp = createdAt.toISOString();
    const isSent = status === "ENABLED";
    return {
      id: v7(),
      tenantId,
      endpointId,
      eventId,
      eventType: type.type,
      body: bodyText({ id: eventId, type: type.type, timestamp, data }),
      // What comes while an endpoint is disabled is kept, to be replayed if its owner wants it.
      status: isSent ? "PENDING" : "SKIPPED",
      dueAt: isSent ? this.clock() : null,
      finishedAt: isSent ? null : this.clock(),
      createdAt,
    };
  }
}
