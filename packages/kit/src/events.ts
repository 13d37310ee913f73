import { z } from "zod";

/** What a domain tells others: `subject` is `<domain>.<entity>.<past-tense>.v<n>`; fields are added, never changed. */
export interface EventDefinition<Payload> {
  readonly subject: string;
  readonly payload: z.ZodType<Payload>;
  /** Of a state-like event: what it is about. To a reader that lags, only the latest event of an entity matters. */
  readonly entity?: (payload: Payload) => string;
}

export function defineEvent<Payload>(
  subject: string,
  payload: z.ZodType<Payload>,
  { entity }: Pick<EventDefinition<Payload>, "entity"> = {},
): EventDefinition<Payload> {
  return { subject, payload, ...(entity && { entity }) };
}

const actorShape = z.object({
  kind: z.enum(["USER", "API_KEY", "SYSTEM", "PROVIDER"]),
  id: z.string(),
  name: z.string(),
  address: z.string().nullable(),
});

/** Who caused a change: a person, a key, a part of the system, or an outside system. */
export type Actor = z.infer<typeof actorShape>;

/** An event as it travels. `id` is also the JetStream message id, so a repeated publish is one message. */
export interface DomainEvent<Payload = unknown> {
  id: string;
  subject: string;
  tenantId: string;
  /** ISO 8601, when the change was made. */
  at: string;
  correlationId: string;
  actor: Actor;
  payload: Payload;
}

export const envelopeShape = z.object({
  id: z.string(),
  subject: z.string(),
  tenantId: z.string(),
  at: z.string(),
  correlationId: z.string(),
  actor: actorShape,
  payload: z.unknown(),
});

/** `evt.<tenant>.<domain>.<entity>.<past-tense>.v<n>`; `*` for every tenant. */
export function natsSubject(tenantId: string, subject: string): string {
  return `evt.${tenantId}.${subject}`;
}
