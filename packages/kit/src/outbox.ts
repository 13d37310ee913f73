import { v7 } from "uuid";
import type { RequestContext } from "./context.ts";
import { natsSubject } from "./events.ts";
import type { Actor, DomainEvent, EventDefinition } from "./events.ts";
import { traceHeaders } from "./tracing.ts";

/** The part of a Prisma client or transaction that the outbox needs; every domain's generated client has it. */
export interface RawExecutor {
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
}

/** In whose name, in which tenant and under which correlation id a change is made. */
export interface Origin {
  tenantId: string;
  actor: Actor;
  correlationId: string;
}

/** Stands for the tenant that runs the platform, whose id only core knows. */
export const platformScope = "00000000-0000-0000-0000-000000000000";

/** A change that a caller asked for. */
export function originOf({ principal, correlationId }: RequestContext): Origin {
  const { kind, id, name, address, tenantId } = principal;
  return { tenantId, correlationId, actor: { kind, id, name, address } };
}

/** A change that a part of the system makes by itself; `part` is its name: "account-driver". */
export function systemOrigin(part: string, tenantId: string, correlationId: string = v7()): Origin {
  return { tenantId, correlationId, actor: { kind: "SYSTEM", id: part, name: part, address: null } };
}

/**
 * Writes an event beside the change it tells of, in the change's own transaction: either both are committed or
 * neither. The relay publishes it to JetStream afterwards, exactly once by its id. Call it after the change's
 * UPDATE, whose row lock then orders the events of one entity. Returns the event's id.
 */
export async function announce<Payload>(
  tx: RawExecutor,
  origin: Origin,
  definition: EventDefinition<Payload>,
  payload: Payload,
): Promise<string> {
  const event = eventOf({ origin, definition, payload });
  await enqueueMessage(tx, subjectOf(event), event.id, origin.tenantId, event);
  return event.id;
}

/** An event to be announced with others. */
export interface Announcement<Payload> {
  origin: Origin;
  definition: EventDefinition<Payload>;
  payload: Payload;
}

/** Announces many events with one statement, in their order; otherwise as `announce` does. */
export async function announceAll<Payload>(
  tx: RawExecutor,
  announcements: readonly Announcement<Payload>[],
): Promise<void> {
  if (announcements.length === 0) return;
  const trace = traceHeaders();
  const rows = announcements.map(eventOf).map((event) => ({
    id: event.id,
    tenant_id: event.tenantId,
    subject: subjectOf(event),
    payload: { ...event, trace },
  }));
  await tx.$executeRaw`
    WITH written AS (
      INSERT INTO wegraph_outbox (id, tenant_id, subject, payload)
      SELECT e.id, e.tenant_id, e.subject, e.payload
      FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) WITH ORDINALITY AS a (event, nth),
        jsonb_to_record(a.event) AS e (id uuid, tenant_id uuid, subject text, payload jsonb) ORDER BY a.nth)
    SELECT pg_notify('wegraph_outbox', '')`;
}

function eventOf<Payload>({ origin, definition, payload }: Announcement<Payload>): DomainEvent<Payload> {
  return {
    id: v7(),
    subject: definition.subject,
    tenantId: origin.tenantId,
    at: new Date().toISOString(),
    correlationId: origin.correlationId,
    actor: origin.actor,
    payload: definition.payload.parse(payload),
  };
}

function subjectOf({ tenantId, subject }: DomainEvent): string {
  return natsSubject(tenantId, subject);
}

/** Puts any message on its way to JetStream with the transaction's commit; events and work use it. */
export async function enqueueMessage(
  tx: RawExecutor,
  subject: string,
  id: string,
  tenantId: string,
  body: object,
): Promise<void> {
  const payload = JSON.stringify({ ...body, trace: traceHeaders() });
  // The notification wakes the relay at commit; equal notifications of one transaction are sent once. No
  // RETURNING: a request's role may write to the outbox but not read it.
  await tx.$executeRaw`
    WITH written AS (
      INSERT INTO wegraph_outbox (id, tenant_id, subject, payload)
      VALUES (${id}::uuid, ${tenantId}::uuid, ${subject}, ${payload}::jsonb))
    SELECT pg_notify('wegraph_outbox', '')`;
}

/**
 * Whether `consumer` sees this event for the first time; remembers that it has. Call it in the transaction of
 * the effect, so that an event delivered twice has its effect once.
 */
export async function firstDelivery(tx: RawExecutor, consumer: string, eventId: string): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO wegraph_processed_events (consumer, event_id) VALUES (${consumer}, ${eventId}::uuid)
    ON CONFLICT DO NOTHING`;
  return inserted === 1;
}
